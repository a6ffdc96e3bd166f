"""Programs as data: read a definition, say per line what is wrong with it. Source: docs/rules/programs.md"""

from .loading import SHIPPED, load, shipped, shipped_program, shipped_text
from .model import Program
from .problem import Problem

__all__ = ["SHIPPED", "Problem", "Program", "load", "shipped", "shipped_program", "shipped_text"]
