"""The first screen of the day: is anything wrong this morning?"""
