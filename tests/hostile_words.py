"""What people might write in order to shape a letter."""

HOSTILE = [
    '<a href="https://evil.example">win</a>',
    "[win](https://evil.example)",
    "[x](//evil.example)",
    "https://evil.example/x",
    "www.evil.example",
    "Anna\r\nBcc: all@evil.example",
    "<script>alert(1)</script>",
]
