"""Genetic data (基因信息).

Genotypes (AG, 0/1), variants (rs1801133, NM_005957.4:c.665C>T, HLA-A*02:01, CYP2C19 *1/*2), sequences,
karyotypes, findings in words. Two letters may be anything, so the header tells; plants, animals and
microbes have genes too.
"""

from __future__ import annotations

from tongguan.detector import Detector

_ALLELE = r"(?:[ACGT]{1,20}|[DI\-]|\*[0-9]{1,3}[A-Z]?(?::[0-9]{2,3})*|[εeE][234])"

DETECTOR = Detector(
    id="genetic",
    title="Genetic record",
    title_zh="基因信息",
    references=("PIPL 28", "GB/T 35273-2020 annex A", "VCF 4.3", "HGVS"),
    pattern=(
        rf"{_ALLELE}{{1,2}}|{_ALLELE} ?[/|>] ?{_ALLELE}|[0-9.][/|][0-9.](?::[^ ]*)?"
        rf"|rs[0-9]{{3,}}(?:[ :;,(_=\-].*)?|[ACGTUN\-\s]{{10,}}|4[5-7],[XY0]{{1,3}}.*"
        r"|(?:[A-Z][A-Z0-9\-]{1,12}[ :*(]?.{0,40})?(?:[cgpmn]\.[A-Za-z0-9_*>()+\-]+|\*[0-9]+.*)|HLA-?[A-Z0-9*:, /\-]+"
        r"|[A-Z][A-Z0-9\-]{2,12}(?:[ ,;/+][A-Z0-9\-]{2,12})*|chr[0-9XYM]{1,2}[:_ ].*"
        r"|.{0,40}(?:阳性|阴性|野生型?|突变型?|纯合子?|杂合子?|缺失|重复|扩增|未检出|检出|基因|变异|携带者?|风险).{0,200}|##fileformat=VCF.*"
        r"|(?i:wild ?type|mutant|heterozygous|homozygous|het|hom|wt|carrier|positive|negative|pathogenic|likely pathogenic|benign|vus)"
        r"|[^ ]+\.(?:vcf|bam|fastq|fq|fasta|cram)(?:\.gz)?"
    ),
    lengths=(1, 4_000_000),
    role="trait",
    needs_header=True,
    chance=0.2,
    headers=(
        "dna result", "dna results", "dna report", "dna test", "dna test result", "genetic result", "genetic test result", "genetic report", "gene result", "gene test result", "genotype result", "基因结果", "检测基因",
        "基因", "基因型", "基因检测", "基因检测结果", "基因突变", "基因组", "基因序列", "基因变异", "基因位点", "等位基因", "单倍型", "遗传信息", "染色体", "染色体核型", "核型",
        "dna", "dna序列", "dna分型", "亲子鉴定", "亲子鉴定结果", "遗传病基因", "突变位点",
        "genotype", "genotypes", "genome", "genomic", "genetic", "genetics", "genetic test", "genetic data", "gene test", "gene mutation", "genetic variant",
        "allele", "alleles", "haplotype", "haplogroup", "karyotype", "hla", "hla type", "dna sequence", "dna profile", "snp", "snps", "snv", "vcf", "rsid",
        "hgvs", "brca", "brca1", "brca2", "apoe",
        "jiyin", "jiyinxing",
    ),
    headers_against=(
        "品种", "作物", "植物", "动物", "小鼠", "大鼠", "菌", "病毒", "水稻", "玉米", "引物", "转基因", "样机", "产品",
        "mouse", "mice", "rat", "plant", "crop", "strain", "species", "virus", "viral", "bacteria", "bacterial", "primer", "rice", "maize", "gmo",
        "algorithm", "population size",
    ),
    examples=("AG", "A/G", "0/1", "rs1801133", "rs1801133:CT", "HLA-A*02:01", "CYP2C19 *1/*2", "NM_005957.4:c.665C>T", "46,XX", "BRCA1", "ACGTTGCAAGTC", "EGFR突变阳性", "wild type",
              "ε3/ε4"),
    near_misses={"转账": "a word", "12.5": "an amount", "2024-01-31": "a date", "gene_name": "a name of a column"},
)  # fmt: skip
