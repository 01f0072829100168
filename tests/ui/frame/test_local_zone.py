"""Which time zone a computer is in, by what its system says of it."""

import pytest
from PySide6.QtCore import QTimeZone

from clinicdesk.ui.frame import local_zone
from clinicdesk.ui.frame.local_zone import first_place, zones


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (("America/New_York",), "America/New_York"),
        ((":Europe/Berlin",), "Europe/Berlin"),
        (("/usr/share/zoneinfo/Asia/Tokyo",), "Asia/Tokyo"),
        (("posix/America/Chicago",), "America/Chicago"),
        (("US/Eastern",), "US/Eastern"),
        (("EST5EDT",), "America/New_York"),
        (("EST5EDT,M3.2.0,M11.1.0", "/usr/share/zoneinfo/America/Detroit"), "America/Detroit"),
        (("", "/var/db/timezone/zoneinfo/America/Phoenix"), "America/Phoenix"),
        (("", "../usr/share/zoneinfo/Etc/UTC"), ""),
        (("UTC",), ""),
        (("Etc/GMT+5",), ""),
        (("Nowhere/Else", "nonsense"), ""),
        (("../../etc/passwd", "\x00"), ""),
    ],
)
def test_the_place_that_a_system_names_is_taken_and_a_mere_offset_is_none(
    said: tuple[str, ...], place: str
) -> None:
    assert first_place(said) == place


def test_what_the_environment_says_goes_before_what_is_set_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(local_zone, "_linked", lambda: "/usr/share/zoneinfo/Asia/Tokyo")
    monkeypatch.setenv("TZ", "Europe/Lisbon")
    named = local_zone.local_zone()
    monkeypatch.setenv("TZ", "UTC")
    assert (named, local_zone.local_zone()) == ("Europe/Lisbon", "Asia/Tokyo")


def test_every_zone_of_windows_is_a_place_or_asked_for() -> None:
    windows = {
        bytes(QTimeZone.ianaIdToWindowsId(name).data()) for name in QTimeZone.availableTimeZoneIds()
    } - {b""}
    places = {
        zone: first_place((bytes(QTimeZone.windowsIdToDefaultIanaId(zone).data()).decode(),))
        for zone in windows
    }
    assert len(places) > 130
    assert set(places.values()) <= {*zones(), ""}
    assert sorted(zone.decode() for zone, place in places.items() if not place) == [
        "Dateline Standard Time",
        "UTC",
        "UTC+12",
        "UTC+13",
        "UTC-02",
        "UTC-08",
        "UTC-09",
        "UTC-11",
    ]
