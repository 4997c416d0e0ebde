"""What is attached to a post: told by its content, bounded, and cleaned of what it says beside what it shows.

`examining.examine` is the door; `facts` says what comes out. Nothing here reads the database or the network, or keeps
anything: the caller seals the original for the record and keeps `publishable` for the public. A picture is decoded
and encoded anew, so that nothing passes but its pixels; of a video everything is blanked that is neither picture,
sound, nor needed to play them.
"""
