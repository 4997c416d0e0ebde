"""What may be attached to a post (City procedure): sizes past which a file is refused before it is looked into."""

MEDIA_IMAGE_LIMIT = 32 * 1024 * 1024
"""Bytes of a picture."""
MEDIA_VIDEO_LIMIT = 200 * 1024 * 1024
"""Bytes of a video or a recording. It is held in memory twice while it is cleaned."""
MEDIA_TEXT_LIMIT = 1024 * 1024
"""Bytes of captions or a transcript."""
MEDIA_PIXELS = 50_000_000
"""Pixels of a picture: what the largest telephones take (8,160 by 6,120); decoded, up to 4 bytes each."""
MEDIA_ANIMATION_PIXELS = 60_000_000
"""Pixels of all frames of a moving picture together, up to 4 bytes each while it is encoded anew."""
MEDIA_FRAMES = 1_000
"""Frames of a moving picture."""
