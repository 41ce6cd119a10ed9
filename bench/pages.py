"""CPU of a question page against the reference page, in this process, without a server."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from bench import reference
from bench.installations import Subject
from bench.results import Result
from bench.visiting import Answer, Visitor, in_process
from survey_app import create_app

QUESTIONNAIRE = "K3-TIJDENS"
SUBJECT = "Question page"
GET_BUDGET, POST_BUDGET = 2.0, 3.0
LONGEST_FORM = 30


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of CPU per request."""

    get: float
    post: float


def measure(subject: Subject, rounds: int, requests: int) -> Iterator[Result]:
    """GET and POST of one question, product and reference alternating."""
    product = in_process(create_app(installation=subject.installation).wsgi_app)
    bare = in_process(reference.create_app().wsgi_app)
    start = subject.links(QUESTIONNAIRE, 1)[0]
    ask_product = at_question(Visitor(product), start)
    ask_bare = at_reference(Visitor(bare))
    for ask in (ask_product, ask_bare):
        cost(ask, requests)  # warm
    pairs = [(cost(ask_product, requests), cost(ask_bare, requests)) for _ in range(rounds)]
    yield from ratios(subject.database, "in process", pairs)


Ask = tuple[Visitor, str]


def at_question(visitor: Visitor, start: str) -> Ask:
    """Somebody who began, and the question they are at."""
    door = visitor.get(start)
    page = visitor.follow(visitor.submit(door))
    return visitor, page.path


def at_reference(visitor: Visitor) -> Ask:
    """Somebody at the reference page."""
    return visitor, visitor.get("/vraag").path


def cost(ask: Ask, requests: int) -> Cost:
    """The mean cost of `requests` times looking at a question and answering it."""
    visitor, path = ask
    shown = sent = 0.0
    for number in range(requests):
        page = visitor.get(path)
        answered = visitor.submit(page, number)
        assert answered.status == 303, answered.body[:400]
        shown += page.cpu_seconds
        sent += answered.cpu_seconds
    return Cost(shown / requests * 1000, sent / requests * 1000)


def ratios(database: str, how: str, pairs: list[tuple[Cost, Cost]]) -> Iterator[Result]:
    """Median ratio over the rounds, with what the two cost."""
    parts: tuple[tuple[str, Callable[[Cost], float], float], ...] = (
        ("GET", lambda cost: cost.get, GET_BUDGET),
        ("POST, durable", lambda cost: cost.post, POST_BUDGET),
    )
    for name, part, budget in parts:
        found = [part(product) / part(bare) for product, bare in pairs]
        note = (
            f"{median(part(product) for product, _ in pairs):.2f} ms against "
            f"{median(part(bare) for _, bare in pairs):.2f} ms; "
            f"rounds {min(found):.2f} to {max(found):.2f}"
        )
        yield Result(
            SUBJECT, f"{name}, {how}", database, median(found), "× reference", budget, note=note
        )


def fill_in_whole(visitor: Visitor, start: str) -> Answer:
    """One person from link to thank-you page; the last page."""
    page = visitor.follow(visitor.submit(visitor.get(start)))
    for _ in range(LONGEST_FORM):
        if "/vraag/" not in page.path:
            break
        page = visitor.follow(visitor.submit(page))
    assert page.path == "/controle", page.path
    thanks = visitor.follow(visitor.submit(page))
    assert thanks.path == "/klaar", thanks.path
    return thanks
