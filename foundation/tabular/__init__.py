"""Tables in and out of the portal: CSV and XLSX, streamed both ways."""
