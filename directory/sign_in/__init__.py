"""Signing in: by employee number or work e-mail through django-allauth, and first passwords by link or printed code.

Mounted under `/sign-in/`. Who may sign in is asked at the clock with every request (`backends`); throttling slows
one pair of account and address (`throttling`).
"""
