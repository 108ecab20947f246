/**
 * Patients per thousand with at least one diagnosis in each ICD-10-CM chapter (1–22), by sex and age in steps of ten years.
 *
 * Computed from "Diabetes 130-US Hospitals for Years 1999–2008" (Clore, Cios, DeShazo, Strack 2014, UCI data set 296, CC BY
 * 4.0; Strack et al., BioMed Research International 2014, 781670), the 50,682 encounters of 35,661 patients of part a: each
 * patient's up to three diagnoses of every encounter, age at the first one read, ICD-9-CM codes by chapter range (`deid`).
 * The test `generator/prevalence-origin` computes it again. So these are hospital patients with diabetes, which is why
 * chapter 4 is high, pregnancy rare after 40, and chapters 16 and 22 empty: a real table of a real population, not one of
 * the population at large.
 */
export const PREVALENCE_PER_MILLE: Readonly<Record<'female' | 'male', readonly (readonly number[])[]>> = {
  female: [
    [114, 0, 0, 977, 23, 0, 0, 23, 23, 159, 45, 0, 23, 0, 0, 0, 0, 68, 0, 0, 114, 0], // 0–9: 44 patients
    [106, 20, 26, 954, 192, 7, 13, 13, 33, 99, 99, 46, 13, 93, 73, 0, 7, 113, 26, 7, 212, 0], // 10–19: 151 patients
    [83, 11, 50, 819, 144, 50, 3, 0, 153, 111, 142, 56, 31, 167, 381, 0, 8, 92, 56, 8, 153, 0], // 20–29: 360 patients
    [106, 35, 56, 736, 152, 47, 5, 4, 255, 133, 179, 76, 68, 181, 201, 0, 8, 201, 102, 14, 96, 0], // 30–39: 792 patients
    [96, 60, 72, 671, 160, 64, 5, 5, 442, 198, 212, 93, 99, 193, 11, 0, 5, 242, 120, 24, 88, 0], // 40–49: 1682 patients
    [74, 69, 68, 623, 102, 48, 3, 4, 568, 230, 182, 84, 125, 180, 0, 0, 5, 238, 120, 24, 83, 0], // 50–59: 3061 patients
    [78, 78, 90, 569, 64, 43, 5, 5, 644, 251, 171, 72, 123, 200, 0, 0, 4, 197, 129, 21, 83, 0], // 60–69: 3872 patients
    [79, 78, 101, 511, 45, 40, 6, 4, 674, 267, 166, 70, 116, 224, 0, 0, 2, 188, 137, 30, 77, 0], // 70–79: 4826 patients
    [83, 61, 105, 483, 57, 51, 5, 7, 693, 285, 154, 76, 86, 266, 0, 0, 1, 180, 158, 44, 64, 0], // 80–89: 3528 patients
    [98, 45, 98, 509, 48, 44, 1, 3, 646, 316, 150, 74, 57, 350, 0, 0, 0, 143, 162, 36, 41, 0], // 90 and over: 686 patients
  ],
  male: [
    [98, 0, 24, 976, 24, 0, 0, 24, 0, 122, 98, 0, 0, 0, 0, 0, 24, 171, 24, 0, 122, 0], // 0–9: 41 patients
    [60, 9, 26, 948, 129, 9, 0, 0, 52, 129, 95, 60, 26, 34, 0, 0, 0, 95, 86, 9, 207, 0], // 10–19: 116 patients
    [113, 5, 32, 898, 220, 16, 0, 0, 151, 108, 167, 102, 54, 161, 0, 0, 5, 145, 124, 5, 113, 0], // 20–29: 186 patients
    [114, 12, 41, 783, 193, 51, 14, 3, 358, 141, 183, 122, 69, 122, 0, 0, 3, 200, 108, 17, 114, 0], // 30–39: 590 patients
    [91, 29, 45, 681, 167, 46, 6, 2, 487, 166, 189, 131, 92, 134, 0, 0, 6, 249, 127, 17, 84, 0], // 40–49: 1804 patients
    [82, 53, 49, 584, 95, 38, 7, 4, 615, 197, 149, 109, 96, 140, 0, 0, 4, 202, 123, 22, 93, 0], // 50–59: 3151 patients
    [70, 90, 76, 510, 53, 44, 3, 2, 694, 243, 146, 92, 92, 162, 0, 0, 3, 169, 122, 21, 91, 0], // 60–69: 4018 patients
    [72, 95, 82, 471, 42, 43, 6, 3, 713, 289, 145, 77, 86, 206, 0, 0, 2, 175, 125, 27, 88, 0], // 70–79: 4169 patients
    [81, 86, 101, 462, 43, 50, 4, 2, 693, 333, 146, 75, 74, 242, 0, 0, 1, 173, 130, 26, 74, 0], // 80–89: 2283 patients
    [87, 60, 87, 495, 40, 43, 3, 7, 666, 361, 107, 54, 33, 288, 0, 0, 0, 174, 127, 33, 54, 0], // 90 and over: 299 patients
  ],
};

/**
 * Age distribution in steps of ten years, the last being 90 and over: 2000 U.S. Standard Population (Census P25-1130), as
 * published by NCI SEER, summed.
 */
export const AGE_SHARES: readonly number[] = [0.14163, 0.1452, 0.13101, 0.15181, 0.15397, 0.11117, 0.07306, 0.05877, 0.0276, 0.00578];
