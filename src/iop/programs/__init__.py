"""The five programs the product ships with, one TOML file each."""
