"""What the words of a column's name tell about its role, in the languages such files come in."""

import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final

_PARTS: Final = re.compile(r"[A-Z]+(?![a-z])|[^\W\d_][^\WA-Z\d_]*|\d+")
_LETTER: Final = re.compile(r"([apqz])(?:[\W_].*|\d*)")
_GLUED: Final = re.compile(
    r"(y|true|pred|predicted|real|actual|row|sample|case|log|raw|prediction|prob|target|class)"
    r"(true|pred|prob|proba|probs|hat|score|test|label|labels|id|ids|index|weight|weights|class|logit|logits|value)"
)


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Name a column of what truly was; the stronger ones say it in so many words.
TRULY: Final = _all(
    "true truth actual actuals obs observed observation gt gold groundtruth real ytrue tatsächlich wahr wahrheit vrai "
    "vérité réel réelle verdad verdadero verdadera vero vera verdade истина 真实 真值 实际 真实标签 实际值 正解 정답"
)
TRUTH: Final = _all(
    "target targets label labels y outcome outcomes ytest ziel zielwert étiquette cible etiqueta objetivo etichetta "
    "rótulo метка цель ergebnis 标签 目标 结果 ラベル 레이블"
)
CLASS: Final = _all("class classes species klasse classe clase classi категория класс 类别 分类 art espèce especie")
# Name what a model says, or what only numbers the rows: never the truth.
ANSWER: Final = _all(
    "pred preds predict predicted predicts prediction predictions hat yhat ypred scored likely vorhersage vorhergesagt "
    "prédiction prédit prédite predicción predicho predizione predetto previsão previsto predição прогноз предсказание "
    "预测 预测值 预测标签 预测类别 予測 예측 pgr into"
)
PROBABILITY: Final = _all(
    "prob probs proba probas probability probabilities yprob wahrscheinlichkeit probabilité probabilidad probabilidade "
    "probabilità вероятность 概率 確率 확률 probabilitas posterior softmax"
)
LOGIT: Final = _all(
    "z logit logits margin margins raw rawformulaval rawprediction logodds decision 对数几率 对数几率（logit）"
)
LOG: Final = _all("log ln logprob logprobs logprobability lp logp")
SCORE: Final = _all("score scores output outputs model yscore scoring 得分 输出 模型 分数")
CONFIDENCE: Final = _all("confidence conf konfidenz confiance confianza confiança certainty 置信度 最大概率")
PERCENT: Final = _all("percent percentage pct prozent pourcent pourcentage porcentaje percentuale 百分比")
COUNTING: Final = _all(
    "id ids idx index indices row rows rowid rowids nr number num fold folds split resample inst docid sampleid "
    "unnamed 编号 序号 行号 filename file path name image passengerid uuid key date time timestamp"
)
AGAINST: Final = _all("response answer answers repeat repeats correct error residual antwort réponse respuesta")
WEIGHT: Final = _all("weight weights wt wgt gewicht gewichte poids peso pesos 权重 freq frequency")
SURE_WEIGHT: Final = re.compile(r"(sample|case)[\s_.\-]*weights?", re.IGNORECASE)
NAMES_MODELS: Final = _all("model models algorithm classifier learner estimator method modell modèle modelo 模型 算法")
CALLED_P: Final = PROBABILITY | {"a…", "p…", "q…"}
CALLED_Z: Final = LOGIT | {"z…"}
MODEL: Final = CALLED_P | CALLED_Z | LOG | SCORE | CONFIDENCE | ANSWER
NO_EVENT: Final = _all("ham benign normal legit legitimate genuine healthy good inactive absent 正常 良性")

_YES: Final = _all("1 true t yes y positive pos present oui ja sí si sim да vrai wahr 是 真 正 有 阳性 はい 예")
_NO: Final = _all("0 -1 false f no n negative neg absent non nein não нет faux falsch 否 假 负 无 阴性 いいえ 아니요")
POLARITY: Final = MappingProxyType({**dict.fromkeys(_YES, 1), **dict.fromkeys(_NO, 0)})


def polarity(text: str) -> int | None:
    """1 for a text that says yes, 0 for one that says no, None for neither."""
    return POLARITY.get(text.casefold())


@lru_cache(maxsize=4096)
def words_of(name: str) -> frozenset[str]:
    """The words and numbers a name is made of, in small letters: yTrue, y_true and ytrue all hold y and true.

    A name that is a letter a, p, q or z, perhaps with a number or a word behind, holds p… besides: p, p_spam, p0.
    """
    found = [part.casefold() for part in _PARTS.findall(name)] + [name.strip().casefold()]
    for part in tuple(found):
        if glued := _GLUED.fullmatch(part):
            found += glued.groups()
    if letter := _LETTER.fullmatch(name.strip().casefold()):
        found.append(f"{letter[1]}…")
    if not name.isascii():  # words that no blank parts
        known = TRULY | TRUTH | CLASS | ANSWER | PROBABILITY | LOGIT | CONFIDENCE | COUNTING | WEIGHT
        found += [word for word in known if not word.isascii() and len(word) > 1 and word in name.casefold()]
    return frozenset(found)
