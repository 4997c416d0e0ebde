"""What the portal writes to people: in-app notices, mail through an outbox, and each person's preferences.

Owns how something reaches a person, never what is true: a notice tells of a fact that another app has written in
the same transaction. Other apps call `notifications.services.notify`; the header asks `notifications.reading`.
"""
