"""How every clinical row stays inside its organization. Mechanics only: no clinical table lives here."""
