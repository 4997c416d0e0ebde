"""The pages of `policy`: reading for everybody; importing, publishing and explaining for Employee Relations."""
