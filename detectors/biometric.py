"""Biometric data (生物识别信息): face, fingerprint, voiceprint, palm, iris, gait.

Templates and vectors, files and places of pictures. What is in them cannot be told from their form: a
vector of numbers may be anything's. The header tells. A fingerprint of a device, a file or a
certificate is not one of a finger.
"""

from __future__ import annotations

from tongguan.detector import Detector

_FLOAT = r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?"

DETECTOR = Detector(
    id="biometric",
    title="Biometric template",
    title_zh="生物识别信息",
    references=("PIPL 28", "GB/T 35273-2020 annex A"),
    # A vector (or one number of one), base64 or hexadecimal, a picture, where a picture is, several of those as JSON.
    pattern=(
        rf"[\[(]?{_FLOAT}(?:[,; |\t\n]+{_FLOAT})*[\])]?|[A-Za-z0-9+/_\-]{{16,}}={{0,2}}|data:image/[^ ]*"
        r"|(?i:https?|ftp|oss|s3|cos|file)://[^ ]+|[^ ]+\.(?i:jpe?g|png|bmp|gif|webp|wav|mp3|amr|pcm|dat|bin|tpl|fpt|wsq|npy)"
        r"|[\[{].*[}\]]|(?:/[\w.\-]+){2,}"
    ),
    lengths=(3, 4_000_000),
    role="trait",
    needs_header=True,
    chance=0.3,
    headers=(
        "人脸特征", "人脸特征值", "人脸特征码", "人脸特征向量", "人脸", "人脸图片", "人脸照片", "人脸图像", "人脸数据", "人脸模板", "人脸库", "人脸识别", "面部特征", "脸部特征",
        "指纹", "指纹特征", "指纹数据", "指纹模板", "指静脉", "掌纹", "掌静脉", "声纹", "声纹特征", "虹膜", "虹膜特征", "步态", "耳廓", "眼纹", "生物特征", "生物识别",
        "face feature", "facefeature", "face features", "face embedding", "face emb", "face vector", "face descriptor", "face encoding", "face template",
        "face data", "face image", "face img", "face photo", "face pic", "face url", "facial feature", "facial features", "faceprint", "face token",
        "fingerprint", "finger print", "fingerprint template", "finger vein", "voiceprint", "voice print", "voice embedding", "palm print", "palmprint",
        "palm vein", "iris template", "iris code", "iris feature", "iris scan", "gait feature", "biometric", "biometrics", "biometric template", "biometric data",
        "rltz", "rlzp", "renlian", "zhiwen", "shengwen", "renliantezheng",
    ),
    headers_against=(
        "设备", "浏览器", "文件", "证书", "开关", "阈值", "锁", "算法", "视频",
        "device", "browser", "file", "cert", "certificate", "ssl fingerprint", "tls fingerprint", "ssh fingerprint", "key", "canvas", "commit", "build", "image hash", "switch", "threshold",
        "audio", "document", "content", "ja3", "http", "model", "value date",
    ),
    examples=(
        "0.0132,-0.2251,0.0987,0.1102,-0.0331,0.2210,0.0042,-0.1190",
        "[0.12, -0.5, 1e-3]",
        "0.0132",
        "/9j/4AAQSkZJRgABAQAAAQABAAD",
        "https://img.example.com/face/1.jpg",
        "a3f5c2d1e4b6978812340f6a3f5c2d1e",
        "faces/2024/0001.png",
    ),
    near_misses={"已录入": "that there is one", "on": "a switch", "男": "a word"},
)  # fmt: skip
