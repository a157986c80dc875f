"""What is said of a cell or a file of an old register that cannot be taken, and how to mend it."""

from django.utils.translation import gettext_lazy as _

SAY = {
    "missing": _("is empty; it is needed"),
    "sex": _("write man, woman or transgender"),
    "age": _("write the age in years, as figures"),
    "date": _("write day-month-year, such as 12-03-2022"),
    "future": _("lies in the future"),
    "before_release": _("lies before the release"),
    "rupees": _("write rupees as figures"),
    "phone": _("a mobile number has 10 figures"),
    "account": _("an account number has 9 to 18 figures"),
    "ifsc": _("11 signs, as in the passbook"),
    "district": _("no such district in Uttar Pradesh"),
    "state": _("no such state"),
    "together": _("belongs with the column beside it: write both or neither"),
    "home": _("write the home district, or the other state"),
    "scheme": _("lies before the first version of the scheme"),
    "twice": _("stands twice in this file"),
}
MARKS = {
    "name": _("name and parent"),
    "phone": _("mobile number"),
    "certificate": _("certificate number"),
    "account": _("account number"),
}
BEYOND = {
    "immediate": _("immediate assistance paid"),
    "balance": _("balance paid"),
    "certificate": _("certificate number"),
    "account": _("account number"),
    "home": _("day at home"),
}
FILE = {
    "unreadable": _("This file cannot be read. Send an XLSX or a CSV (UTF-8)."),
    "empty": _("There is no row in this file."),
    "too_many": _("Too many rows: at most %(count)s in one file."),
    "headings": _("These columns are missing: %(names)s. Take the template."),
}
