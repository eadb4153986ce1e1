"""Health and medical care (医疗健康).

Diagnoses, histories, symptoms, findings, medicines, measurements of the body. No value shows it reliably:
the words fill a pharmacy's shelves too, and an ICD-10 code (E11.9) is written like a part number. The
header tells. Blood type and blood pressure are kept with them out of caution: GB/T 45574-2025 is read so that
they are sensitive only in a medical context. Height and weight are a kind of their own.
"""

from __future__ import annotations

from tongguan.detector import Detector
from tongguan.detectors._said import NUMBER, WORDS

DETECTOR = Detector(
    id="health",
    title="Health record",
    title_zh="健康信息",
    references=("PIPL 28", "GB/T 35273-2020 annex A", "ICD-10 (GB/T 14396)"),
    # 高血压2级, E11.900, O型, 120/80mmHg, 36.5, true
    pattern=rf"{WORDS}|{NUMBER}(?: ?/ ?{NUMBER})?|\+{{1,4}}",
    lengths=(1, 20_000),
    role="attribute",
    needs_header=True,
    chance=0.5,
    headers=(
        "诊断", "诊断结果", "诊断名称", "诊断编码", "诊断描述", "诊断意见", "疾病", "疾病名称", "疾病编码", "疾病诊断", "病种", "病名", "病情", "病情描述", "病因", "病历", "病历内容",
        "病史", "既往史", "家族史", "遗传史", "手术史", "用药史", "过敏", "过敏史", "过敏药物", "过敏情况", "药物过敏", "孕产史", "月经史", "生育史", "个人史", "预防接种史", "疫苗接种情况",
        "主诉", "症状", "体征", "体检结果", "体检结论", "体检情况", "体检", "检查结果", "检查所见", "检验结果", "化验结果", "核酸检测结果", "治疗方案", "治疗情况", "治疗经过",
        "手术名称", "手术", "用药", "用药情况", "服药情况", "处方", "处方内容", "医嘱", "医嘱内容", "护理记录", "出院小结", "入院情况", "健康状况", "健康情况", "身体状况",
        "慢性病", "慢病", "基础疾病", "传染病", "职业病", "精神病史", "心理状况", "怀孕", "是否怀孕", "孕周", "末次月经", "生育状况", "死亡原因", "死因", "伤情", "就诊科室",
        "血型", "血压", "收缩压", "舒张压", "血糖", "心率", "体温", "视力", "体脂率", "血氧",
        "diagnosis", "diagnoses", "diagnosis code", "diagnosis name", "diagnosis result", "disease", "disease name", "illness", "symptom", "chief complaint",
        "medical history", "past history", "family history", "allergy", "allergies", "allergy history", "medical condition", "health condition",
        "health status", "health record", "medical record", "medication", "prescription", "surgery", "lab result", "lab results", "test result medical",
        "icd", "icd10", "icd 10", "icd code", "icd10 code", "treatment", "pregnant", "pregnancy", "is pregnant", "hiv", "hiv status", "cause of death",
        "chronic disease", "clinical finding", "blood type", "blood group", "blood pressure", "systolic", "diastolic", "blood glucose", "heart rate",
        "body temperature", "vaccination",
        "gms", "jws", "guominshi", "yichuanshi", "zhenduan", "bingshi", "xuexing", "jiwangshi",
    ),
    headers_against=(
        "故障", "设备", "车辆", "机器", "系统", "网络", "宠物", "动物", "植物", "作物", "病害", "服务器", "电池", "水质", "产品", "商品", "药店", "污水", "硬盘", "热处理", "表面",
        "fault", "device", "vehicle", "machine", "server", "network", "system", "pet", "animal", "plant", "crop", "battery", "disk", "host",
        "product", "water", "surface", "heat", "sewage", "package", "parcel", "shipping", "node", "service",
    ),
    examples=("高血压2级", "E11.900", "青霉素过敏", "A型", "120/80", "36.5", "true", "阴性", "2型糖尿病，伴周围神经病变", "++"),
    near_misses={"{'code': 1}": "JSON", "---": "nothing is said", "2024-01-31": "a date"},
)  # fmt: skip
