"""The timetable on the screen: one site's week by room, staff or group; draft against released; release."""
