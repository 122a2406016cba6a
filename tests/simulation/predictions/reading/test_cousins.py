"""Files as tools and people write them: the right number, by scikit-learn's log_loss, or a question; never another."""

import json
import math

import pytest
from sklearn.metrics import log_loss

from core.simulation.predictions.__main__ import main

Y, P = [1, 0, 1, 0], [0.9, 0.2, 0.6, 0.7]
LOGITS = [math.log(p / (1 - p)) for p in P]
LOGS = [math.log(p) for p in P]
TWO = log_loss(Y, P)
C, Q = ["cat", "dog", "cow", "cat"], [[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.3, 0.3, 0.4], [0.2, 0.5, 0.3]]  # cat dog cow
THREE = log_loss([0, 1, 2, 0], Q)
WEIGHTED = log_loss(Y, P, sample_weight=[2, 1, 5, 1])
NUMBER, EITHER, ASK = "number", "either", "ask"


@pytest.fixture
def command(tmp_path, capsys):
    """The command on a text: its exit code and its object."""

    def run(text, *flags):
        path = tmp_path / "p.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = main([str(path), "--json", *flags])
        return code, json.loads(capsys.readouterr().out)

    return run


def two(form, header="", yes="1", no="0", sep="\n"):
    """The four rows of two classes in a form with {y} {p} {q} {n} {h} (the answer) {i}."""
    rows = [
        form.format(
            y=yes if y else no, p=f"{p:g}", q=f"{1 - p:g}", h=yes if p >= 0.5 else no, c=f"{max(p, 1 - p):g}", i=i,
            pc=f"{100 * p:g}", comma=f"{p:g}".replace(".", ","), m=f"{LOGITS[i]:.17g}", lp=f"{LOGS[i]:.17g}",
            w=[2, 1, 5, 1][i], n=no if y else yes,
        )
        for i, (y, p) in enumerate(zip(Y, P, strict=True))
    ]  # fmt: skip
    return sep.join([*([header] if header else []), *rows]) + sep


def three(form, header):
    names = ["cat", "dog", "cow"]
    rows = (form.format(*row, c=c, i=i, k=names.index(c)) for i, (c, row) in enumerate(zip(C, Q, strict=True)))
    return "\n".join([header, *rows, ""])


def letters(written):
    """Rows of three classes a, b, c, each probability written in a way."""
    rows = (f"{'abc'[k]}," + ",".join(map(written, row)) for k, row in zip([0, 1, 2, 0], Q, strict=True))
    return "\n".join(["y,a,b,c", *rows])


TOOLS = {
    "sas": (two("{y},{q},{p},{h},{y}", "default,P_default0,P_default1,I_default,F_default"), TWO, NUMBER),
    "spss": (two("{y},{p},{h}", "outcome,PRE_1,PGR_1"), TWO, EITHER),
    "knime": (two("{y},{q},{p},{h}", "Churn,P (Churn=no),P (Churn=yes),Prediction (Churn)", "yes", "no"), TWO, NUMBER),
    "weka": (
        "inst#,actual,predicted,error,prediction\n1,1:yes,1:yes,,0.9\n2,2:no,2:no,,0.8\n3,1:yes,1:yes,,0.6\n4,2:no,1:yes,+,0.7\n",
        TWO,
        EITHER,
    ),
    "rapidminer": (
        two("{y};{h};{p};{q}", "label;prediction(label);confidence(Yes);confidence(No)", "Yes", "No"),
        TWO,
        NUMBER,
    ),
    "h2o": (two("{h},{q},{p},{y}", "predict,No,Yes,churn", "Yes", "No"), TWO, NUMBER),
    "mlr3": (two("{i},{y},{h},{p},{q}", "row_ids,truth,response,prob.yes,prob.no", "yes", "no"), TWO, NUMBER),
    "caret": (two("{h},{y},{q},{p},{i}", "pred,obs,No,Yes,rowIndex", "Yes", "No"), TWO, NUMBER),
    "tidymodels": (two("{y},{h},{q},{p}", "truth,.pred_class,.pred_no,.pred_yes", "yes", "no"), TWO, NUMBER),
    "spark": (two('{y},"[{q},{p}]",{h}', "label,probability,prediction", "1.0", "0.0"), TWO, NUMBER),
    "spark show": (
        "+-----+---------+----------+\n|label|probability|prediction|\n+-----+---------+----------+\n"
        + two("|{y}  |[{q},{p}]|{h}     |")
        + "+-----+---------+----------+\n",
        TWO,
        NUMBER,
    ),
    "azure": (two("{y},{h},{p}", "income,Scored Labels,Scored Probabilities", ">50K", "<=50K"), TWO, EITHER),
    "azure 01": (two("{y},{h},{p}", "income,Scored Labels,Scored Probabilities"), TWO, NUMBER),
    "autogluon": (two("{i},{y},{q},{p}", ",class,0,1"), TWO, NUMBER),
    "pycaret": (two("{y},{h},{c}", "Purchase,prediction_label,prediction_score"), TWO, NUMBER),
    "pycaret raw": (
        two("{y},{h},{q},{p}", "Purchase,prediction_label,prediction_score_0,prediction_score_1"), TWO, NUMBER,
    ),
    "openml": (
        two("0,0,{i},{h},{y},{q},{p}", "repeat,fold,row_id,prediction,correct,confidence.no,confidence.yes", "yes", "no"
        ),
        TWO, NUMBER,
    ),
    "mlflow": (two("{y},{h},{p}", "target,prediction,prediction_score"), TWO, EITHER),
    "xgboost": (two("{y},{m}", "label,margin"), TWO, NUMBER),
    "lightgbm": (two("{y},{m}", "label,raw_score"), TWO, NUMBER),
    "catboost raw": (two("{i},{m},{y}", "SampleId,RawFormulaVal,Label"), TWO, NUMBER),
    "catboost": (two("{i}\t{p}\t{y}", "DocId\tProbability\tLabel"), TWO, NUMBER),
    "catboost many": (
        three("{c}\t{0}\t{1}\t{2}", "Label\tProbability:Class=cat\tProbability:Class=dog\tProbability:Class=cow"),
        THREE, NUMBER,
    ),
    "mljar": (two("{y},{q},{p},{h}", "income,prediction_0,prediction_1,label"), TWO, NUMBER),
    "libsvm": ("labels 1 -1\n1 0.9 0.1\n-1 0.2 0.8\n1 0.6 0.4\n1 0.7 0.3\n", None, ASK),
    "stata": (two("{y},{p}", "foreign,phat"), TWO, EITHER),
    "prediction_10": (
        "y," + ",".join(f"prediction_{k}" for k in range(11)) + "\n"
        + "\n".join(f"{k}," + ",".join("0.5" if j == k else "0.05" for j in range(11)) for k in (0, 10, 3)) + "\n",
        -math.log(0.5), EITHER,
    ),
}  # fmt: skip

NAMES = {
    "german": (two("{y};{comma}", "Wahrheit;Wahrscheinlichkeit"), TWO, NUMBER),
    "french": (two("{y};{comma}", "étiquette;probabilité"), TWO, NUMBER),
    "french ansi": (two("{y};{comma}", "étiquette;probabilité").encode("cp1252"), TWO, NUMBER),
    "spanish": (two("{y},{p}", "etiqueta,probabilidad", "sí", "no"), TWO, NUMBER),
    "italian": (two("{y},{p}", "etichetta,probabilità"), TWO, NUMBER),
    "russian": (two("{y},{p}", "метка,вероятность", "да", "нет"), TWO, NUMBER),
    "russian ansi": (two("{y};{comma}", "истина;вероятность").encode("cp1251"), TWO, NUMBER),
    "chinese": (two("{y},{p}", "真实标签,预测概率"), TWO, NUMBER),
    "chinese gbk": (two("{y},{p}", "标签,概率", "是", "否").encode("gb18030"), TWO, NUMBER),
    "chinese answer": (two("{h},{y},{p}", "预测标签,真实标签,概率"), TWO, NUMBER),
    "japanese": (two("{y},{p}", "正解,確率"), TWO, NUMBER),
    "camel": (two("{i},{y},{h},{p}", "rowId,yTrue,yPred,yProb"), TWO, NUMBER),
    "glued": (two("{y},{p}", "ytrue,yprob"), TWO, NUMBER),
    "paid is no id": (two("{y},{p}", "paid,prob"), TWO, NUMBER),
    "unfolded": (two("{y},{p}", "unfolded,p"), TWO, NUMBER),
    "response": (two("{y},{p}", "response,prob"), TWO, NUMBER),
    "positive words": (two("{y},{p}", "diagnosis,prob", "positive", "negative"), TWO, NUMBER),
    "unknown words": (two("{y},{p}", "diagnosis,prob", "M", "B"), TWO, ASK),
    "labels 1 2": (two("{y},{p}", "y,prob", "2", "1"), TWO, ASK),
    "true false": (two("{y},{p}", "y,p", "TRUE", "FALSE"), TWO, NUMBER),
    "minus one": (two("{y},{p}", "y,p", "1", "-1"), TWO, NUMBER),
    "floats": (two("{y},{p}", "y,p", "1.0", "0.0"), TWO, NUMBER),
    "score and prob": (two("{y},{i},{p}", "y,score,prob"), TWO, NUMBER),
    "two binary columns": (two("{y},{n},{p}", "bought,returned,prob"), TWO, ASK),
    "is_": (two("{y},{n},{p}", "is_fraud,online,prob"), TWO, EITHER),
    "named in the model": (two("{y},{n},{p}", "churn,online,prob_churn"), TWO, NUMBER),
    "y twice": (two("{y},{n},{p}", "y,target,p"), TWO, ASK),
    "no truth": (two("{h},{p}", "pred,prob"), TWO, ASK),
    "regression": ("y,pred\n1.5,1.4\n2.25,2\n7.125,6\n3.5,3\n", None, ASK),
    "answers only": (two("{y},{h}", "y,pred"), None, ASK),
    "answers in words": (two("{y},{h}", "y_true,y_pred", "spam", "ham"), None, ASK),
    "lone p0": (two("{y},{q}", "y,p0"), TWO, NUMBER),
    "lone prob_0": (two("{y},{q}", "y,prob_class_0"), TWO, NUMBER),
    "lone ham": (two("{y},{q}", "label,prob_ham", "spam", "ham"), TWO, NUMBER),
    "lone ham of 0 and 1": (two("{y},{q}", "label,prob_ham"), TWO, ASK),
    "lone negative": (two("{y},{q}", "label,p_negative"), TWO, NUMBER),
    "not spam": (two("{y},{q}", "label,prob_not_spam", "spam", "ham"), TWO, EITHER),
    "model_1": (two("{y},{p}", "y,model_1"), TWO, NUMBER),
    "inputs": (two("{y},{p},{i}.5,0.3", "y,p,age,width"), TWO, NUMBER),
    "neutral": (two("{y},{p}", "y,xgb"), TWO, NUMBER),
    "two neutral": (two("{y},{p},0.3{i}", "y,xgb,width"), TWO, ASK),
    "cat by name": (three("{c},{1},{0},{2}", "y,p_dog,p_cat,p_cow"), THREE, NUMBER),
    "cat by number": (three("{k},{0},{1},{2}", "y,p_0,p_1,p_2"), THREE, NUMBER),
    "cat without prefix": (three("{c},{1},{2},{0}", "species,dog,cow,cat"), THREE, NUMBER),
    "words and numbers": (three("{c},{0},{1},{2}", "species,p_0,p_1,p_2"), THREE, ASK),
    "number and words": (three("{k},{0},{1},{2}", "y,cat,dog,cow"), THREE, ASK),
    "brackets": (three("{c},{0},{1},{2}", "y,prob[cat],prob[dog],prob[cow]"), THREE, NUMBER),
    "sentence case": (three("{c},{0},{1},{2}", "y,P(Cat),P(Dog),P(Cow)"), THREE, NUMBER),
    "one-hot words": (three("{0},{1},{2},{c}", "a_cat,a_dog,a_cow,y"), THREE, NUMBER),
    "many and one": (three("{c},{0}", "y,prob"), None, ASK),
    "many and confidence": (three("{c},{c},{0}", "y,pred,confidence"), None, ASK),
    "sample_weight": (two("{y},{p},{w}", "y,p,sample_weight"), WEIGHTED, NUMBER),
    "case_weights": (two("{y},{p},{w}", "y,p,case_weights"), WEIGHTED, NUMBER),
    "gewicht": (two("{y},{p},{w}", "y,p,Gewicht"), TWO, ASK),
}

KINDS = {
    "percent": (two("{y},{pc}%", "y,prob"), TWO, NUMBER),
    "percent named": (two("{y},{pc}", "y,prob_percent"), TWO, NUMBER),
    "percent unnamed": (two("{y},{pc}", "y,prob"), TWO, ASK),
    "percent below 1": (two("{y},{p}", "y,percent"), TWO, ASK),
    "logit": (two("{y},{m}", "y,logit"), TWO, NUMBER),
    "z": (two("{y},{m}", "y,z"), TWO, NUMBER),
    "log prob": (two("{y},{lp}", "y,log_prob"), TWO, NUMBER),
    "confidence": (two("{y},{h},{c}", "y,pred,confidence"), TWO, NUMBER),
    "confidence words": (two("{y},{h},{c}", "y,pred,conf", "spam", "ham"), TWO, EITHER),
    "confidence alone": (two("{y},{c}", "y,confidence"), None, ASK),
    "confidence of one class": (two("{y},{h},{p}", "y,pred,confidence"), TWO, NUMBER),
    "two logits": (
        "y,logit_0,logit_1\n" + "\n".join(f"{y},{-z / 2!r},{z / 2!r}" for y, z in zip(Y, LOGITS, strict=True)),
        TWO, NUMBER,
    ),
    "percent columns": (letters(lambda p: f"{100 * p:g}"), THREE, NUMBER),
    "logs of three": (letters(lambda p: repr(math.log(p))), THREE, NUMBER),
    "top-k logs": ("y,logprob_a,logprob_b\na,-0.5,-3\nb,-2,-0.5\na,-0.7,-2\n", None, ASK),
    "gaps": ("y,p_a,p_b\na,0.9,0.3\nb,0.2,0.6\na,0.55,0.5\n", None, ASK),
}  # fmt: skip

FORMS = {
    "bom": (b"\xef\xbb\xbf" + two("{y},{p}", "y,p").encode(), TWO, NUMBER),
    "utf-16": (two("{y},{p}", "y,p").encode("utf-16"), TWO, NUMBER),
    "utf-16 no mark": (two("{y},{p}", "y,p").encode("utf-16-le"), TWO, NUMBER),
    "old mac": (two("{y},{p}", "y,p", sep="\r"), TWO, NUMBER),
    "windows": (two("{y};{comma}", "y;p", sep="\r\n"), TWO, NUMBER),
    "tab": (two("{y}\t{p}", "y\tp"), TWO, NUMBER),
    "pipe": (two("{y}|{p}", "y|p"), TWO, NUMBER),
    "blanks": (two("{y}   {p}", "y p"), TWO, NUMBER),
    "printed frame": (two("{i}  {y}  {p}", "   y    p"), TWO, NUMBER),
    "markdown": (two("| {y} | {p} |", "| y | p |\n|---|--:|"), TWO, NUMBER),
    "markdown index": (two("|  {i} | {y} | {p} |", "|    | y | p |\n|---:|---|--:|"), TWO, NUMBER),
    "comments": (two("{y},{p}", "# run 7\n# lr=0.1, seed=3\ny,p"), TWO, NUMBER),
    "title": (two("{y},{p}", "Results of today\n\ny,p"), TWO, NUMBER),
    "commented header": (two("{y} {p}", "# y p"), TWO, NUMBER),
    "quoted": (two('"{y}","{p}"', '"y","p"'), TWO, NUMBER),
    "quoted commas": (two('{y},"{comma}"', "y,p"), TWO, NUMBER),
    "r table": (two('"{i}" {y} {p}', '"y" "p"'), TWO, NUMBER),
    "index": (two("{i},{y},{p}", ",y,p"), TWO, NUMBER),
    "json lines": (two('{{"y": {y}, "p": {p}}}'), TWO, NUMBER),
    "json list": ("[" + two('{{"y": {y}, "p": {p}}}', sep=",")[:-1] + "]", TWO, NUMBER),
    "json columns": (json.dumps({"y": Y, "p": P}), TWO, NUMBER),
    "json vectors": (two('{{"y": {y}, "probs": [{q}, {p}]}}'), TWO, NUMBER),
    "python": (f"y_true = {Y}\ny_prob = np.array({P})\n", TWO, NUMBER),
    "python vectors": (f"y_true = {[0, 1, 2, 0]}\nprobs = np.array({Q})\n", THREE, NUMBER),
    "vectors": (two("{y},[{q} {p}]", "y,probs"), TWO, NUMBER),
    "headerless": (two("{y},{p}"), TWO, NUMBER),
    "headerless semicolons": (two("{y};{comma}"), TWO, NUMBER),
    "headerless words": (two("{y},{p}", "", "yes", "no"), TWO, EITHER),
    "arff": (two("{y},{p}", "@relation r\n@attribute y {0,1}\n@attribute p real\n@data"), TWO, NUMBER),
    "blank lines": (two("{y},{p}", "y,p", sep="\n\n"), TWO, NUMBER),
    "trailing commas": (two("{y},{p},,", "y,p,,"), TWO, NUMBER),
    "points and groups": (two("{y};{comma};1.234,5", "y;p;amount"), TWO, NUMBER),
}

LONG = "id,model,y,p\n" + "".join(
    f"{i},{name},{y},{p if name == 'one' else 0.5}\n"
    for name in ("one", "two")
    for i, (y, p) in enumerate(zip(Y, P, strict=True))
)


@pytest.mark.parametrize("table", [TOOLS, NAMES, KINDS, FORMS], ids=["tools", "names", "kinds", "forms"])
def test_the_right_number_or_a_question(command, table):
    wrong = {}
    for name, (text, expected, how) in table.items():
        code, found = command(text)
        value = found["models"][0]["cross_entropy"] if found["models"] else None
        fits = value is not None and expected is not None and value == pytest.approx(expected, rel=1e-9)
        asked = code == 2 and bool(found["questions"] or found["refused"])
        if not {NUMBER: fits, ASK: asked, EITHER: fits or asked}[how]:
            wrong[name] = value, expected, found["questions"], found["refused"], found["warnings"]
    assert wrong == {}


def test_every_question_is_answered_by_its_flags(command):
    """Each offered flag leads to the number that stood beside it."""
    import shlex

    for text, _, _ in (*NAMES.values(), *KINDS.values(), *TOOLS.values()):
        _, found = command(text)
        for option in [option for question in found["questions"] for option in question["options"]]:
            code, then = command(text, *shlex.split(option["flag"]))
            if option["cross_entropy"] is not None:
                assert code == 0, (text, option, then)
                assert then["models"][0]["cross_entropy"] == option["cross_entropy"]
            else:
                assert code in (0, 2)


def test_models_in_one_column_are_compared(command):
    code, found = command(LONG)
    assert code == 0
    assert [model["cross_entropy"] for model in found["models"]] == pytest.approx([TWO, math.log(2)], rel=1e-12)
    code, found = command(LONG.replace("3,two,0,0.5\n", ""))
    assert found["models"][0]["rows"] == 3
    assert found["models"][0]["cross_entropy"] == pytest.approx(log_loss(Y[:3], P[:3]), rel=1e-12)
