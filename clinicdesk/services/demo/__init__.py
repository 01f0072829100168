"""The demo clinic: invented people, a year of past days and ninety days ahead, from one seed."""

from clinicdesk.services.demo.making import DemoMade, make_demo

__all__ = ["DemoMade", "make_demo"]
