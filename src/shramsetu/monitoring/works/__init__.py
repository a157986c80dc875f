"""Buildings under way: components, money, hindrances, visits, defects, handing over, opening."""
