from shramsetu.workers.rules import keys


def test_a_worker_is_found_by_every_word_of_name_and_father_in_either_script() -> None:
    assert keys.of_worker("राजेश यादव", "Rajesh Yadav", "रामलाल") == ["rjs", "ydb", "p:l", "p:rm"]
    assert keys.of_worker("Rajesh Yadav", parent="Ram Lal") == ["rjs", "ydb", "p:l", "p:rm"]


def test_the_whole_name_is_one_string_and_its_flap_is_asked_too() -> None:
    assert keys.whole("Yadav Rajesh") == keys.whole("राजेश यादव") == "rjs ydb"
    assert keys.asked_whole("गुड़िया देवी") == ("db gr", "db gd")
    assert keys.whole("…") == ""


def test_a_name_of_absurd_length_fits_its_column() -> None:
    long = " ".join(f"{one}{two}करमचन्दानी" for one in "कखगघचज" for two in "टडतदनप")
    assert len(keys.whole(long)) <= 80
    found = keys.of_worker(long, long, long)
    assert len(found) <= 24
    assert max(map(len, found)) <= 40
