"""Attendance by minutes, and who came without a seat."""

from iop.attendance.models.mark import THERE, Attendance
from iop.attendance.models.visitor import Visitor

__all__ = ["THERE", "Attendance", "Visitor"]
