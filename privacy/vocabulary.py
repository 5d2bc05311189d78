"""The declared uses in the words of the W3C Data Privacy Vocabulary (DPV 2), for other tools to read."""

from collections.abc import Mapping

from privacy.uses import Basis, DataUse, Kind

PREFIXES: Mapping[str, str] = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
}
PURPOSES: Mapping[str, str] = {
    "rank_by_role": "dpv:ServicePersonalisation",
    "rank_by_past_use": "dpv:ServicePersonalisation",
    "count_in_job": "dpv:ServicePersonalisation",
    "suggest": "dpv:ServicePersonalisation",
    "follow_up": "dpv:ServicePersonalisation",
    "report_back": "dpv:CommunicationManagement",
    "suggest_fix": "dpv:ImproveExistingProductsAndServices",
    "hear_back": "dpv:CommunicationManagement",
    "show_my_data": "dpv:RightsFulfilment",
    "tell_change": "dpv:LegalCompliance",
    "edit_articles": "dpv:EnforceAccessControl",
    "nudges": "dpv:CommunicationManagement",
    "nudge_by_job": "dpv:CommunicationManagement",
    "nudge_in_shifts": "dpv:CommunicationManagement",
    "send_nudge": "dpv:CommunicationManagement",
    "tell_decision": "dpv:CommunicationManagement",
    "tell_managers": "dpv:ImproveExistingProductsAndServices",
    "improve_articles": "dpv:ImproveExistingProductsAndServices",
}
BASES: Mapping[Basis, str] = {
    "legitimate interest": "dpv:LegitimateInterestOfController",
    "consent": "dpv:Consent",
    "legal obligation": "dpv:LegalObligation",
}
CATEGORIES: Mapping[str, str] = {
    "role": "pd:Job",
    "site": "pd:WorkEnvironment",
    "helped": "pd:Interest",
    "thread": "pd:Communication",
    "handed_over": "pd:Communication",
    "question": "pd:Communication",
    "everything": "dpv:PersonalData",
    "counted": "pd:Interest",
    "listed": "pd:Job",
    "manager": "pd:Job",
    "nudged": "pd:Communication",
    "shifts": "pd:WorkHistory",
    "suggested": "pd:Communication",
    "awaited": "pd:Communication",
    "proposed": "pd:Communication",
}


def terms(use: DataUse) -> dict[str, object]:
    """Purpose, legal basis, categories of personal data and kinds of processing of a use, as DPV names them."""
    return {
        "purpose": PURPOSES[use.name],
        "legal_basis": BASES[use.legal_basis],
        "personal_data": [category(kind) for kind in use.draws],
        "processing": ["dpv:Retrieve", "dpv:Use", *(["dpv:Store", "dpv:Erase"] if use.keep_days else [])],
    }


def category(kind: Kind) -> str:
    return CATEGORIES[kind.name]
