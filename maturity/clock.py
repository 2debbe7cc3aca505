"""The day it is for the network: the one place that asks the clock where dates decide."""

from datetime import date, datetime

from maturity.settings import load


def today() -> date:
    """Return the day in the network's time zone, or the one that DIGITALKOMPASS_TODAY fixes."""
    settings = load()
    return settings.fixed_day or datetime.now(settings.time_zone).date()
