"""What players need of an MP4 or MOV file: its boxes, and the forms of picture and sound that are known."""

NEEDED: dict[bytes, frozenset[bytes]] = {
    b"": frozenset({b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"styp"}),
    b"moov": frozenset({b"mvhd", b"trak", b"mvex"}),
    b"trak": frozenset({b"tkhd", b"edts", b"mdia", b"tapt"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf", b"elng"}),
    b"minf": frozenset({b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"}),
    b"stbl": frozenset(
        {b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stco", b"co64", b"stss", b"stps", b"sdtp", b"sbgp"}
        | {b"sgpd"}
    ),
    b"mvex": frozenset({b"mehd", b"trex"}),
    b"moof": frozenset({b"mfhd", b"traf"}),
    b"traf": frozenset({b"tfhd", b"tfdt", b"trun", b"sdtp", b"sbgp", b"sgpd"}),
}
"""What is needed to play, by the box around it; all else is blanked."""
EMPTY = frozenset({b"free", b"skip", b"wide"})
OF_PICTURE = frozenset(
    {
        b"avcC",
        b"hvcC",
        b"lhvC",
        b"av1C",
        b"vpcC",
        b"vvcC",
        b"esds",
        b"dvcC",
        b"dvvC",
        b"dvwC",
        b"colr",
        b"pasp",
        b"clap",
    }
    | {b"fiel", b"gama", b"mdcv", b"clli", b"btrt", b"d263", b"chrm"}
)
PICTURES = frozenset(
    {
        b"avc1",
        b"avc2",
        b"avc3",
        b"avc4",
        b"hvc1",
        b"hev1",
        b"dvh1",
        b"dvhe",
        b"dva1",
        b"dvav",
        b"av01",
        b"vp08",
        b"vp09",
    }
    | {b"vvc1", b"vvi1", b"mp4v", b"s263", b"apch", b"apcn", b"apcs", b"apco", b"ap4h", b"ap4x"}
)
SOUNDS = frozenset(
    {
        b"mp4a",
        b"ac-3",
        b"ec-3",
        b"ac-4",
        b"alac",
        b"Opus",
        b"fLaC",
        b"samr",
        b"sawb",
        b".mp3",
        b"lpcm",
        b"sowt",
        b"twos",
    }
    | {b"in24", b"in32", b"fl32", b"fl64", b"ulaw", b"alaw", b"raw ", b"ima4", b"apac"}
)
FORMATS = {b"vide": PICTURES, b"soun": SOUNDS}
