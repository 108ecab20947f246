import type { SourceCase } from '../conformance.ts';

const PERSON =
  'person_id,gender_concept_id,year_of_birth,month_of_birth,day_of_birth,birth_datetime,race_concept_id,ethnicity_concept_id,location_id,provider_id,care_site_id,person_source_value,gender_source_value,gender_source_concept_id,race_source_value,race_source_concept_id,ethnicity_source_value,ethnicity_source_concept_id';

export const omopCase: SourceCase = {
  source: 'omop',
  files: {
    'person.csv': [
      PERSON,
      '-9223372036854775808,8532,1950,3,4,,8527,38003564,7,,,MRN-Quimby-1,F,0,white,0,,0',
      '9007199254740993,8507,1931,,,,8527,38003564,,,,MRN-Zhivago-2,M,0,"asian, other",0,,0',
      '9007199254740992,8551,1960,,,,0,0,,,,MRN-3,,0,,0,,0',
      '',
    ].join('\n'),
    'DEATH.csv': 'person_id,death_date,death_datetime,death_type_concept_id\n9007199254740993,2020-01-02,2020-01-02 08:05:00,32817\n',
    'location.csv': 'location_id,address_1,address_2,city,state,zip,county,location_source_value\n7,1 Elm Street,,Cambridge,MA,02139,,\n',
    'CONCEPT.csv': [
      'concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_class_id\tstandard_concept\tconcept_code\tvalid_start_date\tvalid_end_date\tinvalid_reason',
      '44831588\tAn "angina"\tCondition\tICD9CM\t5-dig\t\t413.9\t1970\t2099\t',
      '8840\tmilligram per deciliter\tUnit\tUCUM\tUnit\tS\tmg/dL\t1970\t2099\t',
      '3004501\tGlucose\tMeasurement\tLOINC\tLab\tS\t2345-7\t1970\t2099\t',
      '',
    ].join('\n'),
    'visit_occurrence.csv': [
      'visit_occurrence_id,person_id,visit_concept_id,visit_start_date,visit_start_datetime,visit_end_date,visit_end_datetime,visit_type_concept_id',
      '-42,-9223372036854775808,9201,2019-03-01,2019-03-01 10:00:00,2019-03-04,,32817',
      '',
    ].join('\n'),
    'condition_occurrence.csv': [
      'condition_occurrence_id,person_id,condition_concept_id,condition_start_date,condition_start_datetime,condition_end_date,condition_type_concept_id,visit_occurrence_id,condition_source_value,condition_source_concept_id',
      '1,-9223372036854775808,0,2019-03-01,,,32817,-42,4139,44831588',
      '2,9007199254740993,0,2019-03-01,,,32821,,J189   ,35207956',
      '',
    ].join('\n'),
    'measurement.csv': [
      'measurement_id,person_id,measurement_concept_id,measurement_date,value_as_number,value_as_concept_id,unit_concept_id,operator_concept_id,visit_occurrence_id,measurement_source_value,unit_source_value',
      '1,9007199254740992,3004501,2019-03-02,99.5,0,8840,0,,GLU,mg/dL',
      '2,9007199254740992,3004501,2019-03-03,5.5,0,0,4171756,,GLU,mmol/L',
      '',
    ].join('\n'),
    'condition_era.csv': 'condition_era_id,person_id\n1,1\n',
  },
  main: 'person.csv',
  expected: {
    'Patient of omop--9223372036854775808': 1,
    'Patient of omop-9007199254740993': 1,
    'Patient of omop-9007199254740992': 1,
    'Encounter of omop--9223372036854775808': 1,
    'Condition of omop--9223372036854775808': 1,
    'Condition of omop-9007199254740993': 1,
    'Observation of omop-9007199254740992': 2,
  },
  broken: { after: 2, text: '9223372036854775808,8532,1950,,,,,,,,,,,,,,,', line: 3, reason: 'ID_INVALID' },
  identifiers: ['9223372036854775808', '9007199254740993', 'Quimby', 'Zhivago', 'Elm', '02139', '2019-03-01', '2020-01-02', 'GLU'],
  cut: 'lines',
};
