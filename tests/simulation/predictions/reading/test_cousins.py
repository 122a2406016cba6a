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

# Each gives this number or asks; none is given where no number is right.
SHARP = {
    "hf": (two("{y},{q},{p}", "label,LABEL_0,LABEL_1"), TWO),
    "datarobot": (
        two(
            "{p},{q},{h},0.5,1,{y}",
            "readmitted_1_PREDICTION,readmitted_0_PREDICTION,readmitted_PREDICTION,THRESHOLD,POSITIVE_CLASS,readmitted",
        ),
        TWO,
    ),
    "orange": (
        two("{y},{h},{q},{p},{h},0.5,0.5", "churn,Tree,Tree (no),Tree (yes),LR,LR (no),LR (yes)", "yes", "no"),
        TWO,
    ),
    "jmp": (two("{y},{p},{q},{h}", "survived,Prob[1],Prob[0],Most Likely survived"), TWO),
    "matlab": (two("{y},{h},{q},{p}", "trueLabel,predLabel,scores_1,scores_2", "2", "1"), TWO),
    "zh2": (two("{y},{p},{q}", "是否流失,预测概率_是,预测概率_否", "是", "否"), TWO),
    "de": (two("{y};{comma}", "Gekauft;Wahrscheinlichkeit Ja", "Ja", "Nein"), TWO),
    "ytypred": (two("{y},{p}", "y_true,y_pred"), TWO),
    "yscore": (two("{y},{p}", "y_test,y_score"), TWO),
    "decision": (two("{y},{m}", "y,decision_function"), TWO),
    "target pred": (two("{y},{q},{p},{h}", "target,pred_0,pred_1,pred_label"), TWO),
    "actual predicted prob": (two("{y},{h},{p}", "Actual,Predicted,Probability", "Yes", "No"), TWO),
    "prob no only words": (two("{y},{h},{q}", "Actual,Predicted,Probability_No", "Yes", "No"), TWO),
    "prob of predicted": (two("{y},{h},{c}", "Actual,Predicted,Probability", "Yes", "No"), TWO),
    "prob of predicted 01": (two("{y},{h},{c}", "actual,predicted,prob"), TWO),
    "max_prob": (two("{y},{h},{c}", "actual,predicted,max_prob"), TWO),
    "churned/stayed": (two("{y},{p}", "status,prob_churned", "churned", "stayed"), TWO),
    "churned/stayed no name": (two("{y},{p}", "status,prob", "churned", "stayed"), TWO),
    "good/bad": (two("{y},{q}", "status,prob_good", "bad", "good"), TWO),
    "benign": (two("{y},{q}", "diagnosis,p_benign"), TWO),
    "p_negative words": (two("{y},{q}", "diagnosis,p_negative", "positive", "negative"), TWO),
    "label last ans": (two("{q},{p},{h},{y}", "p0,p1,label,actual"), TWO),
    "label ans first": (two("{h},{y},{q},{p}", "label,survived,p_0,p_1"), TWO),
    "prediction truth": (two("{h},{p},{y}", "prediction,probability,truth"), TWO),
    "y yhat": (two("{y},{p}", "y,yhat"), TWO),
    "y_hat": (two("{y},{p}", "y,y_hat"), TWO),
    "weighted": (two("{y},{p},{w}", "y,p,w"), TWO),
    "wt": (two("{y},{p},{w}", "y,p,wt"), TWO),
    "age weight": (two("{y},{p},{i},{w}0", "y,p,age,body_weight"), TWO),
    "fold": (two("{y},{p},{i}", "y,p,fold"), TWO),
    "swap cols": (two("{p},{y}", "p,y"), TWO),
    "swap names": (two("{p},{y}", "score,clicked"), TWO),
    "clicked+conv": (two("{p},{y},{n}", "score,clicked,converted"), TWO),
    "neg label": (two("{n},{p}", "not_churn,prob_churn"), TWO),
    "not fraud": (two("{y},{q}", "is_fraud,prob_not_fraud"), TWO),
    "prob legit": (two("{y},{q}", "is_fraud,prob_legit"), TWO),
    "p_false": (two("{y},{q}", "y,p_false"), TWO),
    "1-p": (two("{y},{q}", "y,1-p"), TWO),
    "P(y=0)": (two("{y},{q}", "y,P(y=0)"), TWO),
    "P(y=1)": (two("{y},{p}", "y,P(y=1)"), TWO),
    "proba_0 only": (two("{y},{q}", "y,proba_0"), TWO),
    "class_0_prob": (two("{y},{q}", "y,class_0_prob"), TWO),
    "0": (two("{y},{q}", "y,0"), TWO),
    "no": (two("{y},{q}", "churn,no", "yes", "no"), TWO),
    "prob0_1": (two("{y},{q},{p}", "y,prob_class0,prob_class1"), TWO),
    "rev": (two("{y},{p},{q}", "y,prob_1,prob_0"), TWO),
    "1based": (two("{y},{q},{p}", "y,prob_1,prob_2"), TWO),
    "1based words": (two("{y},{q},{p}", "y,prob_1,prob_2", "yes", "no"), TWO),
    "01 words ft": (two("{y},{q},{p}", "y,prob_False,prob_True"), TWO),
    "TF 01": (two("{y},{q},{p}", "y,prob_0,prob_1", "True", "False"), TWO),
    "neg pos": (two("{y},{q},{p}", "sentiment,neg,pos"), TWO),
    "negpos words": (two("{y},{q},{p}", "sentiment,neg,pos", "positive", "negative"), TWO),
    "-1 cols": (two("{y},{q},{p}", "y,prob_-1,prob_1", "1", "-1"), TWO),
    "-1 vs 0 1": (two("{y},{q},{p}", "y,prob_0,prob_1", "1", "-1"), TWO),
    "k 1..K all": ("y,p_0,p_1,p_2\n1,0.7,0.2,0.1\n2,0.1,0.6,0.3\n3,0.3,0.3,0.4\n1,0.2,0.5,0.3\n", THREE),
    "k 0..K-1 cols 1..K": ("y,p_1,p_2,p_3\n0,0.7,0.2,0.1\n1,0.1,0.6,0.3\n2,0.3,0.3,0.4\n0,0.2,0.5,0.3\n", THREE),
    "cols reversed": ("y,p_2,p_1,p_0\n0,0.1,0.2,0.7\n1,0.3,0.6,0.1\n2,0.4,0.3,0.3\n0,0.3,0.5,0.2\n", THREE),
    "answers one-hot too": (
        "y,pred,p_0,p_1,p_2\n0,0,0.7,0.2,0.1\n1,1,0.1,0.6,0.3\n2,2,0.3,0.3,0.4\n0,1,0.2,0.5,0.3\n",
        THREE,
    ),
    "two families": (
        "y,a_x,a_y,a_z,b_x,b_y,b_z\nx,0.7,0.2,0.1,.3,.3,.4\ny,0.1,0.6,0.3,.3,.3,.4\nz,0.3,0.3,0.4,.3,.3,.4\nx,0.2,0.5,0.3,.3,.3,.4\n",
        THREE,
    ),
    "logits inside": ("label,logit_a,logit_b,logit_c\na,0.7,0.2,0.15\nb,0.1,0.6,0.3\nc,0.3,0.3,0.4\n", None),
    "spark prob vector 3": (
        "label;probability\n" + "\n".join(f"{k};[{r[0]},{r[1]},{r[2]}]" for k, r in zip([0, 1, 2, 0], Q, strict=True)),
        THREE,
    ),
    "rounded 2": (
        "y,a,b,c\na,0.33,0.33,0.33\nb,.1,.6,.3\nc,.3,.3,.4\na,.2,.5,.3\n",
        -(2 * math.log(1 / 3) + math.log(0.6) + math.log(0.4) - math.log(1 / 3) + math.log(0.2)) / 4,
    ),
    "index confusing": (two("{i},{p},{y}", "label_id,prob,y"), TWO),
    "target_id": (two("{i},{y},{p}", "target_id,target,p"), TWO),
    "predicted_y": (two("{h},{y},{p}", "predicted_y,y,prob_y"), TWO),
    "y_prob only other": (two("{p},{y}", "y_prob,bought"), TWO),
    "model named": (two("{y},{p}", "default,xgboost"), TWO),
    "two models": (two("{y},{p},0.5", "default,rf_prob,xgb_prob"), TWO),
    "sep blank dec comma": (two("{y} {comma}", "y p"), TWO),
    "tab dec": (two("{y}\t{comma}", "y\tp"), TWO),
    "percent comma": (two("{y};{pc},0 %", "y;p"), TWO),
    "missing label": ("y,p\n1,0.9\n0,0.2\n1,0.6\n0,0.7\n,0.3\nNA,0.4\n", TWO),
    "nan str": ("y,p\n1,0.9\n0,0.2\n1,0.6\n0,0.7\n1,NaN\n", TWO),
    "all same p": ("y,p\n1,0.5\n0,0.5\n", math.log(2)),
    "conf all answers same": (
        "y,pred,confidence\n1,1,0.9\n0,1,0.6\n1,1,0.7\n",
        -(math.log(0.9) + math.log(0.4) + math.log(0.7)) / 3,
    ),
    "id;y;p with thousands": ("id;y;p\n1.001;1;0,9\n1.002;0;0,2\n1.003;1;0,6\n1.004;0;0,7\n", TWO),
    "soft binary": (
        "target,p\n0.9,0.8\n0.1,0.3\n",
        -(0.9 * math.log(0.8) + 0.1 * math.log(0.2) + 0.1 * math.log(0.3) + 0.9 * math.log(0.7)) / 2,
    ),
    "soft pair": (
        "true_0,true_1,pred_0,pred_1\n0.1,0.9,0.2,0.8\n0.9,0.1,0.7,0.3\n",
        -(0.9 * math.log(0.8) + 0.1 * math.log(0.2) + 0.1 * math.log(0.3) + 0.9 * math.log(0.7)) / 2,
    ),
    "onehot pair": (two("{n},{y},{q},{p}", "y_0,y_1,p_0,p_1"), TWO),
    "onehot names": (
        "cat,dog,cow,p_cat,p_dog,p_cow\n1,0,0,.7,.2,.1\n0,1,0,.1,.6,.3\n0,0,1,.3,.3,.4\n1,0,0,.2,.5,.3\n",
        THREE,
    ),
    "huge ints": (two("2024010{i},{y},{p}", "date,y,p"), TWO),
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


@pytest.mark.parametrize("name", SHARP)
def test_never_another_number(command, name):
    text, expected = SHARP[name]
    code, found = command(text)
    if code == 2:
        assert found["models"] == []
        assert found["questions"] or found["refused"]
        assert expected is None or any(
            option["flag"] for question in found["questions"] for option in question["options"]
        )
    else:
        assert expected is not None
        assert found["models"][0]["cross_entropy"] == pytest.approx(expected, rel=1e-9)


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


def test_several_labels_at_once_are_a_sum(command):
    text = "y_a,y_b,p_a,p_b\n1,1,.8,.7\n0,1,.2,.6\n1,0,.9,.3\n0,0,.4,.4\n"
    code, found = command(text)
    a, b = log_loss([1, 0, 1, 0], [0.8, 0.2, 0.9, 0.4]), log_loss([1, 1, 0, 0], [0.7, 0.6, 0.3, 0.4])
    model = found["models"][0]
    assert code == 0
    assert model["cross_entropy"] == pytest.approx(a + b, rel=1e-12)
    assert model["per_label"] == pytest.approx({"a": a, "b": b}, rel=1e-12)
    whole = model["uncertainty"] - model["discrimination"] + model["miscalibration"]
    assert whole == pytest.approx(a + b, rel=1e-12)


def test_models_in_one_column_are_compared(command):
    code, found = command(LONG)
    assert code == 0
    assert [model["cross_entropy"] for model in found["models"]] == pytest.approx([TWO, math.log(2)], rel=1e-12)
    code, found = command(LONG.replace("3,two,0,0.5\n", ""))
    assert found["models"][0]["rows"] == 3
    assert found["models"][0]["cross_entropy"] == pytest.approx(log_loss(Y[:3], P[:3]), rel=1e-12)
