import type { SourceCase } from '../conformance.ts';

const mapping = {
  name: 'clinic',
  title: 'A clinic of one file',
  delimiter: ';',
  missing: ['', 'NULL'],
  maps: { sex: { W: 'female', M: 'male' } },
  tables: [
    {
      file: 'visits*.csv',
      resources: [
        {
          resourceType: 'Patient',
          id: { $id: ['no'] },
          name: [{ text: { $column: 'name' } }],
          gender: { $column: 'sex', map: 'sex' },
          birthDate: { $column: 'born', as: 'date', format: 'us' },
        },
        {
          resourceType: 'Observation',
          id: { $id: ['no', 'day', '=weight'] },
          status: 'final',
          subject: { $reference: 'Patient', id: ['no'] },
          effectiveDateTime: { $column: 'day', as: 'dateTime' },
          code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
          valueQuantity: { $quantity: { value: 'weight', unit: 'unit' } },
        },
      ],
    },
  ],
};

const clinic: SourceCase = {
  source: 'csv',
  files: {
    'mapping.json': JSON.stringify(mapping),
    'visits-2023.csv': [
      'no;name;sex;born;day;weight;unit',
      '-17;"Quimby; Anna";W;3/4/1950;2023-05-06;150;lbs',
      '9223372036854775807;"Berta ""Bee""',
      'Zhivago";M;12/31/1999;2023-05-06 13:00:00;80.5;kg',
      '18;Cora;W;NULL;2023-05-07;NULL;kg',
      '',
    ].join('\n'),
  },
  main: 'visits-2023.csv',
  expected: {
    'Patient of clinic--17': 1,
    'Patient of clinic-9223372036854775807': 1,
    'Patient of clinic-18': 1,
    'Observation of clinic--17': 1,
    'Observation of clinic-9223372036854775807': 1,
    'Observation of clinic-18': 1,
  },
  broken: { after: 2, text: '19;"never closed;W;NULL;2023-05-07;70;kg', line: 3, reason: 'QUOTE_MISPLACED' },
  identifiers: ['Quimby', 'Zhivago', 'Bee', '-17', '9223372036854775807', '3/4/1950', '2023-05-06'],
  cut: 'lines',
};

const PATIENTS =
  'Id,BIRTHDATE,DEATHDATE,SSN,DRIVERS,PASSPORT,PREFIX,FIRST,LAST,SUFFIX,MAIDEN,MARITAL,RACE,ETHNICITY,GENDER,BIRTHPLACE,ADDRESS,CITY,STATE,COUNTY,ZIP,LAT,LON';

const synthea: SourceCase = {
  source: 'synthea-csv',
  files: {
    'patients.csv': [
      PATIENTS,
      '3edac2e3-d223-6fae-d515-daf96ef6bc76,1950-03-04,,078-05-1120,,,Ms.,Anna46,Quimby958,,,,white,nonhispanic,F,Boston,784 Elm Lock,Cambridge,Massachusetts,Middlesex,02139,42.3,-71.1',
      'a0000000-d223-6fae-d515-daf96ef6bc76,1931-03-04,2020-01-02,999-17-5017,,,Mr.,Bert7,Zhivago9,,,,asian,nonhispanic,M,Boston,1 Oak,Cambridge,Massachusetts,Middlesex,02139,42.3,-71.1',
      '',
    ].join('\n'),
    'encounters.csv': [
      'Id,START,STOP,PATIENT,ORGANIZATION,PROVIDER,PAYER,ENCOUNTERCLASS,CODE,DESCRIPTION,BASE_ENCOUNTER_COST,TOTAL_CLAIM_COST,PAYER_COVERAGE,REASONCODE,REASONDESCRIPTION',
      '57f2562b-445c-f11c-ba40-edc55af3c84f,2023-01-27T16:17:47Z,2023-01-27T16:32:47Z,3edac2e3-d223-6fae-d515-daf96ef6bc76,,,,urgentcare,185345009,Encounter,1,1,1,,',
      '',
    ].join('\n'),
    'claims.csv': 'Id,PATIENTID\nx,3edac2e3-d223-6fae-d515-daf96ef6bc76\n',
  },
  main: 'patients.csv',
  expected: {
    'Patient of 3edac2e3-d223-6fae-d515-daf96ef6bc76': 1,
    'Patient of a0000000-d223-6fae-d515-daf96ef6bc76': 1,
    'Encounter of 3edac2e3-d223-6fae-d515-daf96ef6bc76': 1,
  },
  broken: { after: 1, text: 'b0000000,1950-02-30,,,,,,,,,,,,,F,,,,,,,,', line: 2, reason: 'VALUE_INVALID' },
  identifiers: ['3edac2e3', 'Anna46', 'Quimby', '078-05-1120', 'Elm', '02139', '1950-03-04', '2023-01-27', '42.3'],
  cut: 'lines',
};

const DIABETES =
  'encounter_id,patient_nbr,race,gender,age,weight,admission_type_id,discharge_disposition_id,admission_source_id,time_in_hospital,payer_code,medical_specialty,num_lab_procedures,num_procedures,num_medications,number_outpatient,number_emergency,number_inpatient,diag_1,diag_2,diag_3,number_diagnoses,max_glu_serum,A1Cresult,metformin,repaglinide,nateglinide,chlorpropamide,glimepiride,acetohexamide,glipizide,glyburide,tolbutamide,pioglitazone,rosiglitazone,acarbose,miglitol,troglitazone,tolazamide,examide,citoglipton,insulin,glyburide-metformin,glipizide-metformin,glimepiride-pioglitazone,metformin-rosiglitazone,metformin-pioglitazone,change,diabetesMed,readmitted';

const diabetes: SourceCase = {
  source: 'diabetes130',
  files: {
    'diabetic_data.csv': [
      DIABETES,
      '149190,55629189,Caucasian,Female,[10-20),?,1,1,7,3,?,?,59,0,18,0,0,0,276,?,?,9,None,None,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,Ch,Yes,NO',
      '',
    ].join('\n'),
  },
  main: 'diabetic_data.csv',
  expected: {
    'Patient of diabetes130-55629189': 1,
    'Encounter of diabetes130-55629189': 1,
    'Condition of diabetes130-55629189': 1,
    'Observation of diabetes130-55629189': 4,
  },
  broken: {
    after: 1,
    text: '149191,55629190,Caucasian,Female,[10-25),?,1,1,7,3,?,?,59,0,18,0,0,0,276,?,?,9,None,None,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,No,Ch,Yes,NO',
    line: 2,
    reason: 'CODE_UNKNOWN',
  },
  identifiers: ['149190', '55629189', 'Caucasian'],
  cut: 'lines',
};

const fitbit: SourceCase = {
  source: 'fitbit',
  files: {
    'dailySteps_merged.csv': 'Id,ActivityDay,StepTotal\n1503960366,4/12/2016,13162\n1503960367,4/13/2016,10735\n',
    'hourlySteps_merged.csv': 'Id,ActivityHour,StepTotal\n1503960366,4/12/2016 12:00:00 AM,373\n1503960366,4/12/2016 1:00:00 PM,160\n',
    'weightLogInfo_merged.csv':
      'Id,Date,WeightKg,WeightPounds,Fat,BMI,IsManualReport,LogId\n1503960366,5/2/2016 11:59:59 PM,52.5,115.9,,22.6,True,1462233599000\n',
  },
  main: 'dailySteps_merged.csv',
  expected: {
    'Patient of fitbit-1503960366': 1,
    'Patient of fitbit-1503960367': 1,
    'Observation of fitbit-1503960366': 5,
    'Observation of fitbit-1503960367': 1,
  },
  broken: { after: 2, text: '1503960368,13/13/2016,1', line: 3, reason: 'VALUE_INVALID' },
  identifiers: ['1503960366', '4/12/2016', '2016-04-12', '1462233599000'],
  cut: 'lines',
};

export const csvCases: readonly SourceCase[] = [clinic, synthea, diabetes, fitbit];
