"""Programs as data: read a definition, say per line what is wrong with it. Source: docs/rules/programs.md"""
