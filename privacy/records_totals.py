"""The declared columns of totals: what is counted about groups and events, with nobody in it."""

from privacy.keeping import GAP_MONTHS, IN_JOB_MONTHS, MEASURE_MONTHS, OPINION_MONTHS
from privacy.record import COUNT, FILES, LABEL, STATE, TIME, WORDS, Record

TOTALS = (
    Record(
        "opinion",
        {"article": LABEL, "opinion": LABEL, "month": LABEL, "times": COUNT},
        "How often an article was called helpful or not, by month, with nobody's name on it.",
        "Mend articles.",
        f"{OPINION_MONTHS} months.",
    ),
    Record(
        "in_job",
        {"article": LABEL, "role": LABEL, "month": LABEL, "people": COUNT},
        "How many people of a role an article helped in a month, at least and in whole steps, without a name.",
        "Show first what helped others in the same job.",
        f"{IN_JOB_MONTHS} months.",
    ),
    *(
        Record(
            "counted",
            {"month": LABEL},
            "The months of which totals were made.",
            "Count each month once, also after a restore: two counts of a month could tell of one person.",
            "For good.",
            file=file,
        )
        for file in FILES
    ),
    Record(
        "gap",
        {
            "first": TIME, "topic": COUNT, "until": TIME, "people": COUNT, "trend": STATE, "words": WORDS,
            "roles": LABEL, "outcomes": LABEL, "articles": LABEL,
        },
        "A topic that many people asked about in vain: words that many of them used, how many there were at least and "
        "in whole steps, and their jobs.",
        "Write the articles that are missing.",
        f"{GAP_MONTHS} months.",
    ),
    Record(
        "gap_period",
        {"until": TIME, "first": TIME},
        "The weeks whose questions were counted.",
        "Count each question once: two counts of the same weeks could tell of one person.",
        "For good.",
    ),
    Record(
        "band",
        {"first": TIME, "number": COUNT, "role": LABEL, "sites": LABEL, "people": COUNT},
        "Which people of a job were told of together in a period, and how many they were by the company's list.",
        "Tell managers of groups that are too large to tell of anybody.",
        f"{GAP_MONTHS} months.",
    ),
    Record(
        "band_gap",
        {"first": TIME, "number": COUNT, "topic": COUNT},
        "That at least a group of them asked in vain about a topic.",
        "Show managers what many of their people miss.",
        f"{GAP_MONTHS} months.",
    ),
    Record(
        "band_missed",
        {"first": TIME, "number": COUNT, "article": LABEL, "people": COUNT},
        "How many of them an article did not help, at least and in whole steps.",
        "Show managers what many of their people miss, and whether a nudge helped.",
        f"{GAP_MONTHS} months.",
    ),
    Record(
        "event",
        {"week": TIME, "what": LABEL, "times": COUNT},
        "How often something happened to a question in a week that is not measured yet, without a name.",
        "Tell how questions went, and what the articles miss.",
        "Until the week is measured.",
    ),
    Record(
        "measure",
        {"week": TIME, "what": LABEL, "times": COUNT},
        "The same of a week in which enough people asked.",
        "Tell how questions went, and what the articles miss.",
        f"{MEASURE_MONTHS} months.",
    ),
    Record(
        "measured",
        {"week": TIME},
        "The weeks that were measured.",
        "Measure each week once.",
        "For good.",
    ),
)  # fmt: skip
