"""Who may ever open what: the role x route table, and which roles one person may hold together.

`PAGES` is the only place that says it. A route declares its roles itself (`role_required`), and
may admit nobody whom this table does not admit: a test holds every route of the application
against it, and `trajectspiegel roles` shows the result. A route that no line covers fails too.
"""

from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType

from survey_app.models.organisations import PLATFORM_ADMIN, ROLES

EVERYBODY: tuple[str, ...] = ()  # also who is not logged in
ANY_ROLE = ROLES
RESULTS = ("evaluator", "council_reader")
# endpoint, or the beginning of several -> the roles that may ever open it; the longest that fits
# counts. What a council reader sees of the results is said by each route.
PAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "static": EVERYBODY,
        "security_txt": EVERYBODY,
        "respond.*": EVERYBODY,
        "health.*": EVERYBODY,
        "replies.*": ("fieldworker",),
        "hooks.*": EVERYBODY,  # machines, which sign each call
        "accounts.*": ANY_ROLE,
        "accounts.login": EVERYBODY,
        "accounts.log_in_now": EVERYBODY,
        "accounts.log_out_now": EVERYBODY,
        # between the password and the second factor, and behind a mailed link
        "accounts.second_step": EVERYBODY,
        "accounts.show_second": EVERYBODY,
        "accounts.set_up*": EVERYBODY,
        "accounts.passkey_*": EVERYBODY,
        "accounts.*_link": EVERYBODY,
        "accounts.sign_in_elsewhere*": EVERYBODY,
        "accounts.people": ("organisation_admin",),
        "accounts.*person": ("organisation_admin",),
        "accounts.organisations": (PLATFORM_ADMIN,),
        "accounts.plan_organisation": (PLATFORM_ADMIN,),
        "accounts.make_organisation": (PLATFORM_ADMIN,),
        "accounts.*_first_administrator": (PLATFORM_ADMIN,),
        "evaluation.*": RESULTS,
        "open_answers.*": ("reviewer",),
        "fieldwork.*": ("fieldworker",),
        "recontact.*": ("interviewer",),
        "needs.*": ("needs_worker",),
        "sending.*": ("fieldworker",),
        "organisations.*": ("organisation_admin",),
        "guides.*": ANY_ROLE,
        "audit.*": ("auditor", "organisation_admin"),
    }
)
ROLE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        PLATFORM_ADMIN: "Platformbeheerder",
        "organisation_admin": "Beheerder",
        "fieldworker": "Veldwerker",
        "reviewer": "Beoordelaar van open antwoorden",
        "evaluator": "Onderzoeker",
        "council_reader": "Raadslid of cliëntenraad",
        "auditor": "Controleur",
        "interviewer": "Gespreksvoerder",
        "needs_worker": "Halfjaargesprekken",
    }
)
ROLE_DUTIES: Mapping[str, str] = MappingProxyType(
    {
        "organisation_admin": "nodigt mensen uit en stelt de organisatie in",
        "fieldworker": "benadert mensen, belt en verwerkt papier; ziet geen antwoorden",
        "reviewer": "leest open antwoorden en dekt af wat herkenbaar is",
        "evaluator": "leest de resultaten en schrijft conclusies; ziet geen namen",
        "council_reader": "leest wat gepubliceerd is",
        "auditor": "leest wie wat deed; doet zelf nergens aan mee",
        "interviewer": "belt wie meer wil vertellen; werkt niet bij de gemeente",
        "needs_worker": "leest de halfjaarformulieren en helpt die mensen verder",
    }
)
# Method E.1: nobody has two of the stores. Within one organisation nobody holds two roles of one
# line; the unique indexes of `membership` refuse it as well.
APART: tuple[tuple[str, ...], ...] = (
    ("fieldworker", "evaluator", "reviewer", "auditor", "interviewer", "needs_worker"),
    # an administrator works for the municipality, which sees neither pool nor choice (D.14)
    ("organisation_admin", "auditor", "interviewer"),
)


def allowed_at(endpoint: str) -> tuple[str, ...] | None:
    """The roles that may ever open this endpoint; None when no line covers it.

    >>> allowed_at("fieldwork.calls"), allowed_at("accounts.login"), allowed_at("elsewhere.page")
    (('fieldworker',), (), None)
    """
    fitting = [line for line in PAGES if fnmatchcase(endpoint, line)]
    return PAGES[max(fitting, key=len)] if fitting else None


def clash(roles: Collection[str]) -> tuple[str, str] | None:
    """Two of these roles that one person may not hold together in one organisation.

    >>> clash({"evaluator", "organisation_admin"}), clash({"fieldworker", "evaluator"})
    (None, ('fieldworker', 'evaluator'))
    """
    lines = [*APART, *((PLATFORM_ADMIN, role) for role in ROLES if role != PLATFORM_ADMIN)]
    for line in lines:
        held = [role for role in line if role in roles]
        if len(held) > 1:
            return held[0], held[1]
    return None
