"""How questions are answered: question to plan to SQL to answer. Knows no server and no store."""
