"""Letters as typists print them, drawn by WeasyPrint and given back as a scanner gives them."""

import html

import weasyprint
from django.core.files.uploadedfile import SimpleUploadedFile

from shramsetu.bonded.papers import scan

PAGES = (
    "\n".join(
        (
            "सेवा में,",
            "श्रीमान सहायक श्रमायुक्त महोदय,",
            "श्रम विभाग, कानपुर नगर।",
            "विषय: तीन माह की मज़दूरी न मिलने के संबंध में।",
            "महोदय,",
            "सविनय निवेदन है कि प्रार्थी रमेश कुमार पुत्र श्री सुरेश कुमार, ग्राम बिठूर का निवासी है। "
            "प्रार्थी ने ठेकेदार शिव कंस्ट्रक्शन के यहाँ माह अगस्त से अक्टूबर तक राजमिस्त्री का कार्य किया, "
            "परंतु तीन माह की मज़दूरी अब तक नहीं दी गई।",
            "प्रार्थी ने कई बार ठेकेदार से मज़दूरी माँगी, पर वह टालता रहता है और अब फ़ोन भी नहीं उठाता। "
            "परिवार के सामने भरण-पोषण का संकट है।",
        )
    ),
    "\n".join(
        (
            "ठेकेदार ने कार्य आरंभ करते समय बताया था कि प्रतिदिन की मज़दूरी सप्ताह के अंत में दी जाएगी। पहले"
            " सप्ताह के बाद उसने कहा कि पूरी राशि माह के अंत में मिलेगी। माह के अंत में उसने फिर समय माँगा।",
            "प्रार्थी के साथ काम करने वाले अन्य मज़दूर भी इसी प्रकार भटक रहे हैं। हाज़िरी का रजिस्टर ठेकेदार"
            " के मुंशी के पास है, जिसमें प्रार्थी का अँगूठा प्रतिदिन लगवाया जाता था।",
        )
    ),
    "\n".join(
        (
            "अतः श्रीमान जी से प्रार्थना है कि ठेकेदार को बुलाकर प्रार्थी की बकाया मज़दूरी दिलाने की कृपा करें। प्रार्थी सदैव आभारी रहेगा।",
            "प्रार्थी",
            "रमेश कुमार",
            "ग्राम बिठूर, कानपुर नगर",
        )
    ),
)


def sheet(*pages: str, size: str = "14pt") -> bytes:
    """Return a printed letter (PDF), a page for each text."""
    style = f"body{{font:{size}/1.7 'Noto Sans Devanagari'}} @page{{size:A4;margin:25mm}} section{{break-after:page}}"
    leaves = [f"<section>{_lines(page)}</section>" for page in pages]
    made: bytes = weasyprint.HTML(string=f"<style>{style}</style>{''.join(leaves)}").write_pdf()
    return made


def scanned(*pages: str, dpi: int = 200, size: str = "14pt") -> bytes:
    """Return it as it comes from the scanner: grey pictures in a PDF."""
    return scan.pictured(sheet(*pages, size=size), dpi=dpi)


def upload(content: bytes, name: str = "scan.pdf", media_type: str = "application/pdf") -> SimpleUploadedFile:
    """Return it as a browser hands it in."""
    return SimpleUploadedFile(name, content, content_type=media_type)


def pile(*letters: tuple[str, ...]) -> SimpleUploadedFile:
    """Return several letters in one file, an empty page after each."""
    return upload(scanned(*(page for letter in letters for page in (*letter, "")), dpi=100))


def _lines(page: str) -> str:
    return "".join(f"<p>{html.escape(line) or '&nbsp;'}</p>" for line in page.split("\n"))
