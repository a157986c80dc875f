"""What the sound of a word cannot tell: titles, relations, short forms, common surnames, words of every sentence.

Written as people write them, in both scripts where the sound differs; `names` folds them once.
"""

TITLES = """
श्री श्रीमान श्रीमती श्रीमति सुश्री मिस मिस्टर मि कुमारी कु स्व स्वर्गीय स्वर्गीया मृतक डॉ डा डॉक्टर प्रो इं एड हाजी पं पंडित
मौलाना मौलवी ठा shri sri shree shriman smt shrimati srimati mr mrs ms miss km kum kumari ku late lt dr er adv prof haji
pt pandit maulana maulvi molvi th
""".split()

# told by how it is written: its sound is that of an initial
WRITTEN_TITLES = {"sh"}

WOMANS_TITLES = "श्रीमती सुश्री मिस कुमारी कु स्वर्गीया smt shrimati mrs ms miss km kum kumari ku".split()
MANS_TITLES = "श्री श्रीमान मिस्टर मि shri sri mr".split()

# a second name that only a man, or only a woman, bears
WOMANS_NAMES = "devi kumari begam khatun bano bibi khanam".split()
MANS_NAMES = "kumar mohammad".split()

# with Shri before them these are names of their own: श्रीराम, श्रीकांत
AFTER_SHRI = "ram krishna kant nath niwas pal pati dhar chand dev prakash narayan devi".split()

RESPECTS = "जी साहब साहिब महोदय महोदया भाई भैया ji sahab saheb sahib bhai bhaiya".split()

# who is named after it: father (of a son or daughter by custom), mother, husband or wife, or we cannot say who
FATHER, MOTHER, SPOUSE, SOMEBODY = "father", "mother", "spouse", "somebody"
RELATIONS = {
    (FATHER, "m"): "पुत्र आत्मज सुपुत्र वल्द putra aatmaj suputra wald beta बेटा",
    (FATHER, "f"): "पुत्री आत्मजा सुपुत्री दुख्तर putri suputri beti बेटी",
    (FATHER, ""): "पिता pita",
    (MOTHER, ""): "माता mata",
    (SPOUSE, "f"): "पत्नी धर्मपत्नी बेवा विधवा जौजे जौजा patni dharmpatni beva bewa vidhwa jauje",
    (SPOUSE, ""): "पति pati",
    (SOMEBODY, ""): "द्वारा",
}

# how English and clerks' short forms say it; the word stands for what follows
SHORT_RELATIONS = {"s": "पुत्र", "d": "पुत्री", "w": "पत्नी", "h": "पति", "f": "पिता", "c": "द्वारा"}
ENGLISH_RELATIONS = {"son": "s", "daughter": "d", "wife": "w", "widow": "w", "husband": "h", "father": "f", "care": "c"}

# from here on it is an address
DWELLING = "निवासी निवासिनी ग्राम ग्रा मोहल्ला niwasi nivasi resident village".split()

ALSO = "उर्फ उर्फ़ urf alias".split()

# the letters of an English initial as Hindi writes them
LETTERS = {
    "ए": "a", "बी": "b", "सी": "c", "डी": "d", "ई": "e", "एफ": "f", "जी": "g", "एच": "h", "आई": "i", "जे": "j", "के": "k",
    "एल": "l", "एम": "m", "एन": "n", "ओ": "o", "पी": "p", "क्यू": "q", "आर": "r", "एस": "s", "टी": "t", "यू": "u",
    "वी": "v", "डब्ल्यू": "w", "वाई": "y", "जेड": "z",
}  # fmt: skip

# an Arabic article: it belongs to the word before it
ARTICLES = "ul ur ud us un उल उर उद उस उन".split()

ALIASES = {
    "mohammad": "mohd md mohamad mohamed mohammed muhammad muhammed mo मो मुहम्मद मोहमद मुहमद mahomed मौ mohm",
    "kumar": "kr कुमर kumaar kmr kumr",
    "kumari": "kumaree",
    "singh": "sinh simha सिंघ सिन्घ sing सिह सींह",
    "prasad": "pd prashad parsad parshad pr प्र परसाद प्रशाद",
    "saiyad": "syed sayed sayyed saiyed sayyad saiyyad सैयद सय्यद सैय्यद",
    "abdul": "abdur abdus abdush अब्दुर अब्दुस",
    "chaudhri": "चौ chaudhary chaudhari choudhary chowdhury chaudhry chowdhry choudhury चौधुरी",
    "varma": "verma वेर्मा",
    "ahmad": "ahmed ahamad ahemad अहमेद",
    "vajpeyi": "vajpayee bajpai bajpayee bajpeyi vajpai बाजपेयी बाजपेई वाजपेई",
    "upadhyay": "upadhyaya upadhya उपाध्या",
    "jaiswal": "जायसवाल jayaswal jayswal jayasval",
    "agraval": "agarwal agrawal aggarwal agarval अगरवाल अग्रवाला",
    "kushvaha": "kushwaha kushwah kushvah kushawaha",
    "rathaur": "rathore rathor राठोर",
    "begam": "begum",
    "bibi": "bi बी",
    "pande": "pandeya पांडेया",
    "fatima": "fatma फातमा",
    "aisha": "ayesha aayesha आयेशा",
    "shekh": "sheikh shaikh sekh",
    "raibareli": "रायबरेली raebareli raibareilly raybareli",
    "lakhnau": "lucknow luknow laknau",
    "kanpur": "cawnpore",
    "varanasi": "banaras benares बनारस",
    "prayagraj": "allahabad इलाहाबाद प्रयाग",
    "bijnaur": "bijnor",
    "bareli": "bareilly बरेली",
    "badayun": "budaun badaun बदायूं बदायूँ",
    "shravasti": "sravasti",
    "shyam": "sham syam",
    "lakshman": "laxman lachhman lachman लछमन",
    "lakshmi": "lachhmi lachmi लछमी",
    "krishna": "krushna krshna किशना",
    "kishan": "kisan kishen किसन",
    "vishvakarma": "vishwakarma biswakarma विश्वकर्म",
    "thakur": "thakoor tagore ठाकुर",
    "ghulam": "gulam ग़ुलाम गुलाम",
    "hasan": "hassan hasen",
    "rahman": "rehman rahmaan रेहमान",
    "avtar": "autar avatar औतार",
    "jagannath": "jagarnath जगरनाथ",
    "ramavtar": "ramautar रामऔतार रामौतार",
    "buddh": "buddha budha",
    "दत्त": "dutt dutta",
    "यशोदा": "जशोदा जसोदा",
    "यमुना": "जमुना",
    "meerut": "मेरठ merath",
    "khatun": "khatoon khatton",
}

# a family name or a second name which half a village bears: it says less than the given name
COMMON = """
kumar kumari singh devi mohammad prasad yadav lal begam khatun bano bibi ram varma sharma gupta mishra shukla tivari
pande maurya pal patel khan ansari ali ahmad husen chaudhri kushvaha prajapati nishad gautam chauhan rajput thakur
vishvakarma saroj rajbhar kashyap pasi sonkar raj das nath sheikh shekh siddiqui quraishi saini rathaur tyagi upadhyay
dube dvivedi trivedi dixit srivastava agraval jaiswal gaur kori lodhi paswan rawat bharti kumariya
""".split()

# what a given name is put together from: बाबूलाल is बाबू लाल, रामसुमेर is राम सुमेर
FIRST_PARTS = ["ram", "om"]
SECOND_PARTS = """
lal ram das prasad kumar kumari nath shankar bahadur prakash chandra chand pal dev devi mati wati narayan kishor mohan
shyam bhushan naresh sharan singh rani
""".split()

# what else is written joined and apart, of persons and of places
JOINED_PARTS = """
shekhar jahan dayal datt dutt badal sevak vriksh pujan vir jit sundar avtar svarup sahay dulari pyari beti lakhan milan
bachan dhari murti lata kant nand govind vijay kala kali bala dei mohammad hasan nagar ganj ganv gaon
""".split()

# names a woman takes and changes: one may stand where the other stood
AKIN = ({"devi", "kumari"}, {"begam", "khatun", "bano", "bibi", "khanam", "parvin", "nisha"}, {"chand", "chandra"})

# a second name which says nothing of the family: its absence says nothing, and it does not contradict another
FILLERS = """
kumar kumari devi lal prasad begam khatun bano bibi khanam parvin nisha jahan ara naz sultana ram pratap
""".split()
BEFORE = "mohammad shekh saiyad".split()

# after a god's name these make another given name: राम लाल is not राम
GODS = "ram shiv hari shyam jai om bhagwan krishna ganga sita radha".split()
MAKING = """
lal das prasad pal dev nath charan sharan dulari dulare pyari pyare kali rati chandra kishor prakash avtar dayal gopal
""".split()

STOPWORDS = """
का की के को से में मे पर पे ने है हैं हूँ हूं हो था थी थे थीं और या भी ही तो यह वह ये वे मैं मै मुझे मुझको मेरा मेरी
मेरे हम हमें हमे हमारा हमारी हमारे आप आपका आपकी आपके उस उसका उसकी उसके उन उनका उनकी उनके उन्होंने उसने इस इसका इसकी
इसके इन इनका इनके एक कि जो जिस जिसका कोई कुछ रहा रही रहे गया गयी गई गये गए कर करके करने करना करता करते करें किया किये
किए दिया दी दिये दिए देने लिए लिये साथ तक अपना अपनी अपने अभी अब जब तब यहाँ यहां वहाँ वहां ऐसा एवं तथा व द्वारा वाला
वाले वाली हुआ हुई हुए होता होती चुका चुकी जाए जाय कृपया श्रीमान जी महोदय the a an of is are was were am i me my we our
us you your he she it his her they their this that and or not no to in on at for from by with be been has have had do
does did will would please sir madam
""".split()

# loan words whose English spelling and Hindi sound differ
LOANS = {
    "कंपनी": "company kampani compny कम्पनी",
    "फैक्ट्री": "factory factry faktri फैक्टरी फेक्ट्री फ़ैक्टरी",
    "पुलिस": "police",
    "सैलरी": "salary sallery",
    "पेमेंट": "payment pement पेमेन्ट",
    "ऑफिस": "office आफिस",
    "ओवरटाइम": "overtime",
    "कॉन्ट्रैक्टर": "contractor",
    "लेबर": "labour labor",
    "कार्ड": "card",
    "अकाउंट": "account",
    "मोबाइल": "mobile",
    "नंबर": "number nambar नम्बर",
    "मैनेजर": "manager",
    "साइट": "site",
    "मशीन": "machine",
    "एक्सीडेंट": "accident",
    "स्कूल": "school",
    "अस्पताल": "hospital हॉस्पिटल",
    "रुपये": "rupees rupee rs rupaye rupay rupya rupaya रुपए रूपये रूपए रुपया रुपयों रू रु",
    "आधार": "aadhar adhaar aadhaar",
    "पीएफ": "pf epf ईपीएफ",
    "ईएसआई": "esi esic ईएसआईसी",
    "बोनस": "bonus",
    "ग्रेच्युटी": "gratuity grachuity ग्रेजुएटी",
    "ठेकेदार": "thekedar thekdar ठेकदार",
    "गाँव": "gaon gaun gaav गांव गाव",
    "3": "तीन teen three",
    "4": "चार char chaar four",
    "5": "पाँच पांच panch paanch five",
    "6": "छह छः छे छै chhah chhe six",
    "7": "सात saat seven",
    "8": "आठ aath eight",
    "10": "दस ten",
    "महीना": "month months mahina maheena माह महीने महीनों mahine",
    "मजदूरी": "wages wage mazduri majdoori",
    "मालिक": "owner",
    "नौकरी": "job naukri",
}

# words of nearly every complaint: they count little when two complaints are compared
USUAL = """
शिकायत नहीं मिला प्रार्थी निवेदन सेवा महीना पैसा काम समस्या कार्यवाही कार्रवाई समय दिन बार लोग जिला ग्राम गाँव निवासी
रुपये आवेदन मजदूर
""".split()
