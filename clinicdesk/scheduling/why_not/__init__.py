"""Why nothing fits, and what would have to give: `reasons` names, `relaxations` tries for real."""
