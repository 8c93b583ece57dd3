;; One step of gradient descent with momentum, in place:
;;   g <- g + weightDecay p
;;   b <- momentum b + gradientScale g
;;   p <- p - learningRate (gradientWeight g + bufferWeight b)
;; Plain momentum has the weights 0 and 1, Nesterov's form has 1 and momentum. The scale is 1, or the learning rate where that
;; is 1 outside.
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $parameters i32) (param $gradients i32) (param $buffer i32) ;; byte offsets
    (param $bytes i32) ;; of one vector, a multiple of 16
    (param $weightDecay f32) (param $momentum f32) (param $gradientScale f32) (param $gradientWeight f32) (param $bufferWeight f32)
    (param $learningRate f32)
    (local $end i32)
    (local $p v128)
    (local $g v128)
    (local $b v128)
    (local $weightDecays v128)
    (local $momenta v128)
    (local $gradientScales v128)
    (local $gradientWeights v128)
    (local $bufferWeights v128)
    (local $learningRates v128)
    (local.set $weightDecays (f32x4.splat (local.get $weightDecay)))
    (local.set $momenta (f32x4.splat (local.get $momentum)))
    (local.set $gradientScales (f32x4.splat (local.get $gradientScale)))
    (local.set $gradientWeights (f32x4.splat (local.get $gradientWeight)))
    (local.set $bufferWeights (f32x4.splat (local.get $bufferWeight)))
    (local.set $learningRates (f32x4.splat (local.get $learningRate)))
    (local.set $end (i32.add (local.get $parameters) (local.get $bytes)))
    (if (i32.eqz (local.get $bytes)) (then (return)))
    (loop $next
      (local.set $p (v128.load (local.get $parameters)))
      (local.set $g
        (f32x4.add (v128.load (local.get $gradients)) (f32x4.mul (local.get $weightDecays) (local.get $p))))
      (local.set $b
        (f32x4.add
          (f32x4.mul (local.get $momenta) (v128.load (local.get $buffer)))
          (f32x4.mul (local.get $gradientScales) (local.get $g))))
      (v128.store (local.get $buffer) (local.get $b))
      (v128.store
        (local.get $parameters)
        (f32x4.sub
          (local.get $p)
          (f32x4.mul
            (local.get $learningRates)
            (f32x4.add
              (f32x4.mul (local.get $gradientWeights) (local.get $g))
              (f32x4.mul (local.get $bufferWeights) (local.get $b))))))
      (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
      (local.set $buffer (i32.add (local.get $buffer) (i32.const 16)))
      (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
      (br_if $next (i32.ne (local.get $parameters) (local.get $end))))))
