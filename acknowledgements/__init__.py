"""Campaigns, acknowledgements and receipts: who was given which version of the regulation, and has read it.

The regulation does not ask for acknowledgement: it is City procedure, and every page here says so. Owns Campaign,
Statement, Acknowledgement, Annulment and Reminder, and the coverage that is counted from them. Owns no text of the
regulation (`policy`) and no person or department (`directory`).
"""
