"""Every write to departments, people and roles, a verb each."""
