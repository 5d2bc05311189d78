"""A manager writes a nudge: a form, drafts from the article, a preview of exactly what its receivers see, sending."""

from bot.slack.coaching.writing import Coaching as Coaching
