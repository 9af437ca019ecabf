"""What is done as time passes, whoever is at work: reminders, retention, lists, watches."""
