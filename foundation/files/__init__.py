"""Files: kept with their hash, never served by the web server, answered by one view that asks permission.

Owns the bytes and what is known of them. What a file is for, and who may read it, belongs to the app that stored it
(settings `FILE_PERMISSIONS`).
"""
