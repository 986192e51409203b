import type { Text } from '../model/index.ts';

/** Where an AWS region is, as far as AWS says: the city or the state, not the building. */
export interface RegionPlace {
  lat: number;
  lon: number;
  city: Text;
}

const at = (lat: number, lon: number, en: string, ko: string): RegionPlace => ({ lat, lon, city: { en, ko } });

/**
 * Every region of the `aws` partition and of the partitions that customers can see, by name. Names and places from
 * "AWS Regions" of the AWS account management reference; coordinates are those of the city named there.
 */
export const awsRegions: { readonly [region: string]: RegionPlace } = {
  'af-south-1': at(-33.92, 18.42, 'Cape Town', '케이프타운'),
  'ap-east-1': at(22.32, 114.17, 'Hong Kong', '홍콩'),
  'ap-east-2': at(25.03, 121.57, 'Taipei', '타이베이'),
  'ap-northeast-1': at(35.68, 139.69, 'Tokyo', '도쿄'),
  'ap-northeast-2': at(37.57, 126.98, 'Seoul', '서울'),
  'ap-northeast-3': at(34.69, 135.5, 'Osaka', '오사카'),
  'ap-south-1': at(19.08, 72.88, 'Mumbai', '뭄바이'),
  'ap-south-2': at(17.39, 78.49, 'Hyderabad', '하이데라바드'),
  'ap-southeast-1': at(1.35, 103.82, 'Singapore', '싱가포르'),
  'ap-southeast-2': at(-33.87, 151.21, 'Sydney', '시드니'),
  'ap-southeast-3': at(-6.21, 106.85, 'Jakarta', '자카르타'),
  'ap-southeast-4': at(-37.81, 144.96, 'Melbourne', '멜버른'),
  'ap-southeast-5': at(3.14, 101.69, 'Kuala Lumpur', '쿠알라룸푸르'),
  'ap-southeast-6': at(-36.85, 174.76, 'Auckland', '오클랜드'),
  'ap-southeast-7': at(13.76, 100.5, 'Bangkok', '방콕'),
  'ca-central-1': at(45.5, -73.57, 'Montreal', '몬트리올'),
  'ca-west-1': at(51.05, -114.07, 'Calgary', '캘거리'),
  'cn-north-1': at(39.9, 116.41, 'Beijing', '베이징'),
  'cn-northwest-1': at(37.51, 105.2, 'Ningxia', '닝샤'),
  'eu-central-1': at(50.11, 8.68, 'Frankfurt', '프랑크푸르트'),
  'eu-central-2': at(47.38, 8.54, 'Zurich', '취리히'),
  'eu-north-1': at(59.33, 18.07, 'Stockholm', '스톡홀름'),
  'eu-south-1': at(45.46, 9.19, 'Milan', '밀라노'),
  'eu-south-2': at(41.65, -0.88, 'Aragon', '아라곤'),
  'eu-west-1': at(53.35, -6.26, 'Dublin', '더블린'),
  'eu-west-2': at(51.51, -0.13, 'London', '런던'),
  'eu-west-3': at(48.86, 2.35, 'Paris', '파리'),
  'eusc-de-east-1': at(52.41, 12.55, 'Brandenburg', '브란덴부르크'),
  'il-central-1': at(32.09, 34.78, 'Tel Aviv', '텔아비브'),
  'me-central-1': at(24.45, 54.38, 'United Arab Emirates', '아랍에미리트'),
  'me-south-1': at(26.07, 50.56, 'Bahrain', '바레인'),
  'mx-central-1': at(20.59, -100.39, 'Querétaro', '케레타로'),
  'sa-east-1': at(-23.55, -46.63, 'São Paulo', '상파울루'),
  'us-east-1': at(39.04, -77.49, 'Northern Virginia', '버지니아 북부'),
  'us-east-2': at(39.96, -83.0, 'Ohio', '오하이오'),
  'us-gov-east-1': at(40.0, -82.9, 'GovCloud (US-East)', 'GovCloud(미국 동부)'),
  'us-gov-west-1': at(45.6, -121.2, 'GovCloud (US-West)', 'GovCloud(미국 서부)'),
  'us-west-1': at(37.35, -121.96, 'Northern California', '캘리포니아 북부'),
  'us-west-2': at(45.84, -119.7, 'Oregon', '오리건'),
};
