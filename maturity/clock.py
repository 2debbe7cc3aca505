"""The day it is for the network, and times in its zone: the one place that asks the clock where dates decide."""

from datetime import date, datetime

from babel.dates import format_datetime

from maturity.language import current
from maturity.settings import load


def today() -> date:
    """Return the day in the network's time zone, or the one that DIGITALKOMPASS_TODAY fixes."""
    settings = load()
    return settings.fixed_day or datetime.now(settings.time_zone).date()


def local(at: str | datetime) -> datetime:
    """Return a UTC time, also as the ledger writes it, in the network's time zone."""
    value = datetime.fromisoformat(at) if isinstance(at, str) else at
    return value.astimezone(load().time_zone)


def moment(at: str | datetime) -> str:
    """Write a UTC time to the minute in the network's time zone: `23.11.2026, 15:05 Uhr` in German."""
    pattern = "dd.MM.yyyy, HH:mm 'Uhr'" if current() == "de" else "d MMM yyyy, HH:mm"
    return format_datetime(local(at), format=pattern, locale=current())
