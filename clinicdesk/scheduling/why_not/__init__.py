"""Why nothing fits, and what would help: `reasons` names causes, `relaxations` tries remedies."""
