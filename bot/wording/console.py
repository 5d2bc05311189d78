"""What editors are told of the console, in English, as all that is for editors."""

CONSOLE_OPEN = "Open the console"
CONSOLE_LINK = "Here is your link to the console, for you alone. It works once, within five minutes."
CONSOLE_EDITORS_ONLY = (
    "The console is for those who look after the articles. Your company's list does not name you as one."
)
CONSOLE_ELSEWHERE = "I give the link to the console in our own conversation only. Write “console” to me there."
