;; One step of NAdam or RAdam in one pass over four vectors, in place:
;;   g <- g + weightDecay p
;;   m <- m + (1 - beta1) (g - m)
;;   v <- beta2 v + (1 - beta2) g g
;;   p <- p - (averageWeight m + gradientWeight g) / (rootWeight sqrt(v) + addend)
;; The caller folds learning rate and corrections into the weights.
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $parameters i32) (param $gradients i32) (param $m i32) (param $v i32) ;; byte offsets
    (param $bytes i32) ;; of one vector, a multiple of 16
    (param $weightDecay f32) (param $beta1Complement f32) (param $beta2 f32) (param $beta2Complement f32)
    (param $averageWeight f32) (param $gradientWeight f32) (param $rootWeight f32) (param $addend f32)
    (local $end i32)
    (local $p v128)
    (local $g v128)
    (local $mNow v128)
    (local $vNow v128)
    (local $weightDecays v128)
    (local $beta1Complements v128)
    (local $beta2s v128)
    (local $beta2Complements v128)
    (local $averageWeights v128)
    (local $gradientWeights v128)
    (local $rootWeights v128)
    (local $addends v128)
    (local.set $weightDecays (f32x4.splat (local.get $weightDecay)))
    (local.set $beta1Complements (f32x4.splat (local.get $beta1Complement)))
    (local.set $beta2s (f32x4.splat (local.get $beta2)))
    (local.set $beta2Complements (f32x4.splat (local.get $beta2Complement)))
    (local.set $averageWeights (f32x4.splat (local.get $averageWeight)))
    (local.set $gradientWeights (f32x4.splat (local.get $gradientWeight)))
    (local.set $rootWeights (f32x4.splat (local.get $rootWeight)))
    (local.set $addends (f32x4.splat (local.get $addend)))
    (local.set $end (i32.add (local.get $parameters) (local.get $bytes)))
    (if (i32.eqz (local.get $bytes)) (then (return)))
    (loop $next
      (local.set $p (v128.load (local.get $parameters)))
      (local.set $g
        (f32x4.add (v128.load (local.get $gradients)) (f32x4.mul (local.get $weightDecays) (local.get $p))))

      (local.set $mNow (v128.load (local.get $m)))
      (local.set $mNow
        (f32x4.add
          (local.get $mNow)
          (f32x4.mul (local.get $beta1Complements) (f32x4.sub (local.get $g) (local.get $mNow)))))
      (v128.store (local.get $m) (local.get $mNow))

      (local.set $vNow
        (f32x4.add
          (f32x4.mul (local.get $beta2s) (v128.load (local.get $v)))
          (f32x4.mul (local.get $beta2Complements) (f32x4.mul (local.get $g) (local.get $g)))))
      (v128.store (local.get $v) (local.get $vNow))

      (v128.store
        (local.get $parameters)
        (f32x4.sub
          (local.get $p)
          (f32x4.div
            (f32x4.add
              (f32x4.mul (local.get $averageWeights) (local.get $mNow))
              (f32x4.mul (local.get $gradientWeights) (local.get $g)))
            (f32x4.add
              (f32x4.mul (local.get $rootWeights) (f32x4.sqrt (local.get $vNow)))
              (local.get $addends)))))

      (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
      (local.set $m (i32.add (local.get $m) (i32.const 16)))
      (local.set $v (i32.add (local.get $v) (i32.const 16)))
      (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
      (br_if $next (i32.ne (local.get $parameters) (local.get $end))))))
