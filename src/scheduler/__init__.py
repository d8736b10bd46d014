"""Open Door: schedules volunteers' hours for free immigration legal clinics."""
