export { useSample } from '../../components/use-sample'
