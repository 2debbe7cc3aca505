"""Turn the tables of characters.py into single answers: levels with scatter and progress, planning by simple rules."""

from random import Random

import characters

STATUS_CODES = {"k": "keine", "g": "geplant", "p": "pilot", "b": "betrieb", "w": "wechsel", "s": "gestoppt"}
ACTIVE = ("geplant", "pilot", "betrieb", "wechsel")
IN_USE = ("pilot", "betrieb", "wechsel")

Row = dict[str, str]


def records(table: str) -> list[Row]:
    """Read a table of characters.py, one record per line."""
    heading, *lines = table.strip().splitlines()
    return [dict(zip(heading.split(), map(text, line.split()), strict=True)) for line in lines]


def text(cell: str) -> str:
    """Return what a cell stands for: `.` is empty, `_` a space."""
    return "" if cell == "." else cell.replace("_", " ")


def grid(table: str) -> dict[tuple[str, str], str]:
    """Read a table with a row per topic and a column per city: (city, topic) -> cell."""
    return {(city, row["topic"]): cell for row in records(table) for city, cell in row.items() if city != "topic"}


CITIES = {row["city"]: row for row in records(characters.CITIES)}
TOPICS = {row["topic"]: row for row in records(characters.TOPICS)}
LEVELS = {key: float(cell) for key, cell in grid(characters.LEVELS).items()}
STATUS = grid(characters.STATUS)
LEAD_INTEREST = grid(characters.LEAD_INTEREST)
PRODUCTS = {(row["city"], row["topic"]): row for row in records(characters.PRODUCTS)}
PRACTICES = {(city, topic): words for city, topic, words in characters.GOOD_PRACTICES}


def chance(*key: str) -> Random:
    """Return dice of their own for each key, so that one changed cell leaves all other answers alone."""
    return Random(" ".join((str(characters.SEED), *key)))


def answer(city: str, wave_id: str, question: Row) -> str:
    """Invent one answer: `0` to `4`, `kA`, `nz` or empty."""
    question_id = question["question_id"]
    if question_id in characters.NOT_RESPONSIBLE.get(city, ()):
        return "nz"
    if question_id in characters.NOT_STATED.get((city, wave_id), ()):
        return "kA"
    if question_id in characters.LEFT_BLANK.get((city, wave_id), ()):
        return ""
    return str(level(city, wave_id, question))


def level(city: str, wave_id: str, question: Row) -> int:
    """Scatter the first wave around the city's level; later some active topics rise by one, and a few fall back."""
    question_id, topic_id = question["question_id"], question["topic_id"]
    dice = chance(city, question_id)
    first = min(4, max(0, round(LEVELS[city, topic_id] + dice.uniform(-0.75, 0.75))))
    if wave_id == characters.WAVES[0]:
        return first
    if (city, question_id) in characters.SETBACKS:
        return characters.SETBACKS[city, question_id]
    is_active = status(city, wave_id, topic_id) in ACTIVE
    return min(4, first + (dice.random() < (0.25 if is_active else 0.08)))


def status(city: str, wave_id: str, topic_id: str) -> str:
    """Return the project's status code in a wave, or nothing."""
    letter = STATUS[city, topic_id]
    if wave_id != characters.WAVES[0]:
        letter = characters.NEW_STATUS.get((city, topic_id), letter)
    return STATUS_CODES.get(letter, "")


def topic_planning(city: str, wave_id: str, topic_id: str) -> Row:
    """Invent a city's planning answers on one topic; a city that names no status says nothing else either."""
    now = status(city, wave_id, topic_id)
    if not now:
        return {}
    urgency = priority(city, topic_id, now)
    return {
        "status": now,
        "priority": str(urgency),
        "target": str(min(4, int(LEVELS[city, topic_id]) + 1 + (urgency == 3))),
        "lead_interest": LEAD_INTEREST[city, topic_id],
        **resources(city, topic_id, now, urgency),
        **operation(city, topic_id, now),
        **exchange(city, topic_id, urgency),
        **funding(city, topic_id, urgency),
    }


def priority(city: str, topic_id: str, now: str) -> int:
    """Return 3 for what a city wants to lead or calls urgent, 2 for other active topics, else 1 or 0."""
    if LEAD_INTEREST[city, topic_id] in ("2", "3") or topic_id in characters.URGENT.get(city, ()):
        return 3
    return 2 if now in ACTIVE else int(chance(city, topic_id, "priority").random() < 0.6)


def resources(city: str, topic_id: str, now: str, urgency: int) -> Row:
    """Return staff and budget of the next twelve months: a topic's usual budget times the city's means."""
    if now not in ACTIVE:
        return {"fte_12m": "keine" if CITIES[city]["numbers"] == "bands" else "0"}
    dice = chance(city, topic_id, "resources")
    share = {"geplant": 0.4, "pilot": 0.8, "betrieb": 0.5, "wechsel": 1.2}[now] * dice.uniform(0.8, 1.2)
    euros = 500 * round(int(TOPICS[topic_id]["budget"]) * float(CITIES[city]["money"]) * share / 500)
    posts = float(CITIES[city]["fte"]) * (0.05 + 0.1 * (urgency == 3)) * dice.uniform(0.7, 1.3)
    return {"fte_12m": staff(city, posts), "budget_eur": money(city, euros)}


def staff(city: str, posts: float) -> str:
    """Write full-time posts as quarters with a comma, or as the band they fall into."""
    if CITIES[city]["numbers"] == "plain":
        return german(round(4 * posts) / 4)
    return next((f"≤{german(upper)}" for upper in (0.25, 0.5, 1.0) if posts <= upper), ">1")


def money(city: str, euros: int) -> str:
    """Write euros as 18500 or 18.500,00, as the city is used to."""
    return str(euros) if CITIES[city]["numbers"] == "plain" else f"{euros:,}".replace(",", ".") + ",00"


def german(number: float) -> str:
    """Write a number with a decimal comma and without needless zeros."""
    return f"{number:g}".replace(".", ",")


def operation(city: str, topic_id: str, now: str) -> Row:
    """Return when a planned project begins, or what runs where until when."""
    key = city, topic_id
    if now == "geplant":
        return {"start_planned": characters.OTHER_STARTS.get(key, TOPICS[topic_id]["start"])}
    if now not in IN_USE:
        return {}
    product = PRODUCTS.get(key, {"product": "", "until": ""})
    return {"product": product["product"], "contract_until": product["until"], "provider": CITIES[city]["provider"]}


def exchange(city: str, topic_id: str, urgency: int) -> Row:
    """Return what hinders a city, what it needs and what it can give."""
    base, key = LEVELS[city, topic_id], (city, topic_id)
    has_need = base < 2.3 and urgency >= 2
    challenges = [*TOPICS[topic_id]["challenges"].split("+"), characters.CITY_CHALLENGE.get(city, "")]
    share = 3 if base >= 3 else 2 if base >= 2.3 else int(base >= 1.5)
    return {
        "challenges": several(challenges) if has_need else "",
        "support": several(characters.CITY_SUPPORT[city].split()) if has_need else "",
        "share": str(share),
        "assets": several(TOPICS[topic_id]["assets"].split("+")[:share]) if share >= 2 else "",
        "bp_text": PRACTICES.get(key, ""),
        "bp_url": f"https://praxis.example/{topic_id}" if key in PRACTICES else "",
        "evidence": f"https://belege.example/{topic_id}/{CITIES[city]['city_id']}" if base >= 3 else "",
        "confidence": "2" if key in characters.CONFIRMED else str(int(base >= 3)),
    }


def several(codes: list[str]) -> str:
    """Join several choices, each once, in the order given."""
    return ", ".join(dict.fromkeys(filter(None, codes)))


def funding(city: str, topic_id: str, urgency: int) -> Row:
    """Return a city's interest in funding, for the topics that programmes pay for."""
    if topic_id not in characters.FUNDED_TOPICS:
        return {}
    running = characters.FUNDING_RUNNING.get((city, topic_id), "")
    return {"fund_interest": str(urgency), "own_share_max": CITIES[city]["share"], "fund_running": running}


def city_planning(city: str, wave_id: str, mailbox: str) -> Row:
    """Return what a city says about itself."""
    row = CITIES[city]
    return {
        "fte_total": row["fte"].replace(".", ","),
        "leads_max": row["leads"],
        "leads_running": row["running"],
        "council_ok": row["council"],
        "topics_excluded": characters.TOPICS_EXCLUDED.get(city, ""),
        "role_of_respondent": "Stabsstelle Digitalisierung",
        "filled_on": row[wave_id],
        "visibility": row["visibility"],
        "contact": mailbox,
    }
