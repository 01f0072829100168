"""Which zones there are."""

from clinicdesk.exchange.value_limits import is_known_zone, known_zones


def test_a_zone_is_known_where_this_computer_has_it() -> None:
    others = ("Nowhere/Else", "", "posix/UTC", "../etc/passwd", "utc ")
    asked = {name: is_known_zone(name) for name in (*known_zones(), *others)}
    assert asked == {**dict.fromkeys(known_zones(), True), **dict.fromkeys(others, False)}
