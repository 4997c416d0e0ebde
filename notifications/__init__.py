"""What the portal writes to people: outbox, in-app notices, mail, preferences."""
