"""How many people work where and as what in the demonstration; all assumed."""

from __future__ import annotations

from typing import NamedTuple


class Job(NamedTuple):
    """A title, how common it is in its department, and how many in a hundred who hold it work without a computer."""

    title: str
    weight: int
    without_computer: int = 0
    standing: str = "civil_service"


OFFICE = (
    Job("Administrative Assistant", 5),
    Job("Account Clerk", 3),
    Job("Program Coordinator", 4),
    Job("Analyst", 4),
    Job("Public Information Officer", 1),
    Job("Secretary", 2),
    Job("Intern", 1, 0, "seasonal"),
)
FIELD = (
    Job("Laborer", 6, 70),
    Job("Heavy Equipment Operator", 4, 45),
    Job("Crew Leader", 2, 10),
    Job("Dispatcher", 1),
    Job("Administrative Assistant", 1),
    Job("Seasonal Worker", 2, 80, "seasonal"),
)
TRADES = (
    Job("Mechanic", 4, 30),
    Job("Electrician", 2, 25),
    Job("Custodian", 3, 75),
    Job("Engineer", 2),
    Job("Storekeeper", 1),
)
POLICE = (
    Job("Police Officer", 9, 8),
    Job("Sergeant", 2),
    Job("Detective", 2),
    Job("Lieutenant", 1),
    Job("Public Safety Dispatcher", 2),
    Job("Records Clerk", 2),
)
FIRE = (
    Job("Firefighter", 8, 40),
    Job("Paramedic", 4, 30),
    Job("Fire Captain", 2),
    Job("Fire Inspector", 1),
    Job("Dispatcher", 1),
)
CUSTODY = (Job("Correctional Officer", 8, 30), Job("Case Worker", 2), Job("Lieutenant", 1), Job("Records Clerk", 1))
HEALTH = (Job("Nurse", 3), Job("Public Health Inspector", 3), Job("Animal Care Officer", 1, 10), *OFFICE)
AIRPORT = (Job("Airfield Maintenance Worker", 4, 35), Job("Airport Operations Officer", 3), *TRADES, *OFFICE)
COURT = (Job("Court Clerk", 4), Job("Bailiff", 2, 10), Job("Deputy Marshal", 2), Job("Administrative Assistant", 1))
LEGAL = (Job("Assistant City Counselor", 4, 0, "appointed"), Job("Paralegal", 2), Job("Legal Secretary", 1))
RECREATION = (Job("Recreation Specialist", 3), Job("Lifeguard", 3, 85, "seasonal"), Job("Park Ranger", 1, 20), *OFFICE)
TECHNICAL = (Job("Systems Analyst", 3), Job("Network Engineer", 2), Job("Service Desk Technician", 3))

STAFFING: dict[str, tuple[int, tuple[Job, ...]]] = {
    "MAYOR": (40, (Job("Policy Advisor", 2, 0, "appointed"), *OFFICE)),
    "BOA": (60, (Job("Legislative Assistant", 3, 0, "appointed"), *OFFICE)),
    "COMP": (110, OFFICE),
    "DOP": (70, (Job("Human Resources Specialist", 5), *OFFICE)),
    "LAW": (90, LEGAL),
    "DPS": (60, OFFICE),
    "SLMPD": (1650, POLICE),
    "STLFD": (850, FIRE),
    "COR": (300, CUSTODY),
    "BLDG": (210, (Job("Building Inspector", 6), *OFFICE)),
    "CEMA": (15, (Job("Emergency Planner", 2), *OFFICE)),
    "EXC": (8, OFFICE),
    "NST": (30, (Job("Neighborhood Specialist", 4), *OFFICE)),
    "CSB": (20, (Job("Service Representative", 5), *OFFICE)),
    "OSE": (6, OFFICE),
    "STL": (500, AIRPORT),
    "APD": (60, POLICE),
    "CRT": (70, COURT),
    "MAR": (60, COURT),
    "PRF": (30, OFFICE),
    "PARKS": (250, FIELD),
    "FOR": (200, FIELD),
    "REC": (130, RECREATION),
    "STR": (40, OFFICE),
    "STRD": (190, FIELD),
    "REF": (210, FIELD),
    "TRF": (120, (*FIELD, *TRADES)),
    "DOH": (220, HEALTH),
    "DHS": (90, (Job("Case Worker", 4), *OFFICE)),
    "DPU": (30, OFFICE),
    "WAT": (330, (*TRADES, *FIELD)),
    "BPS": (150, (Job("Engineer", 4), Job("Construction Inspector", 2, 10), *OFFICE)),
    "EQP": (140, TRADES),
    "FAC": (110, TRADES),
    "ASR": (80, (Job("Appraiser", 4), *OFFICE)),
    "REG": (12, OFFICE),
    "SUP": (25, OFFICE),
    "CDA": (40, OFFICE),
    "SLATE": (40, (Job("Career Specialist", 3), *OFFICE)),
    "CREA": (15, OFFICE),
    "PDA": (25, (Job("City Planner", 4), *OFFICE)),
    "ITSA": (90, TECHNICAL),
    "BUD": (12, OFFICE),
    "AHC": (6, OFFICE),
    "SLDC": (70, OFFICE),
    "BOEC": (35, (Job("Election Clerk", 3), *OFFICE)),
    "TRS": (40, (Job("Parking Enforcement Officer", 3, 20), *OFFICE)),
    "COL": (60, OFFICE),
    "LIC": (25, OFFICE),
    "RCD": (30, OFFICE),
    "SHF": (160, (Job("Deputy Sheriff", 6, 5), *OFFICE)),
    "CCL": (180, COURT),
    "PA": (12, LEGAL),
}
"""By department: how many of 7,000, and the titles."""

FIRST_OFFICES = (
    "PRF", "DOP", "SLMPD", "DOH", "STR", "STRD", "STL", "MAYOR", "DPS", "STLFD", "LAW", "CEMA", "PARKS", "WAT",
)  # fmt: skip
"""Whose heads are there even in the smallest city."""
