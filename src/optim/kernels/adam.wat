;; One Adam step in one pass over four vectors, in place:
;;   m <- m + (1 - beta1) (g - m)
;;   v <- beta2 v + (1 - beta2) g g
;;   p <- p - stepSize m / (sqrt(v) + epsilon)
;; The caller folds both bias corrections into stepSize and epsilon.
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $parameters i32) (param $gradients i32) (param $m i32) (param $v i32) ;; byte offsets
    (param $bytes i32) ;; of one vector, a multiple of 16
    (param $beta1Complement f32) (param $beta2 f32) (param $beta2Complement f32)
    (param $stepSize f32) (param $epsilon f32)
    (local $end i32)
    (local $g v128)
    (local $mNow v128)
    (local $vNow v128)
    (local $beta1Complements v128)
    (local $beta2s v128)
    (local $beta2Complements v128)
    (local $stepSizes v128)
    (local $epsilons v128)
    (local.set $beta1Complements (f32x4.splat (local.get $beta1Complement)))
    (local.set $beta2s (f32x4.splat (local.get $beta2)))
    (local.set $beta2Complements (f32x4.splat (local.get $beta2Complement)))
    (local.set $stepSizes (f32x4.splat (local.get $stepSize)))
    (local.set $epsilons (f32x4.splat (local.get $epsilon)))
    (local.set $end (i32.add (local.get $parameters) (local.get $bytes)))
    (if (i32.eqz (local.get $bytes)) (then (return)))
    (loop $next
      (local.set $g (v128.load (local.get $gradients)))

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
          (v128.load (local.get $parameters))
          (f32x4.div
            (f32x4.mul (local.get $stepSizes) (local.get $mNow))
            (f32x4.add (f32x4.sqrt (local.get $vNow)) (local.get $epsilons)))))

      (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
      (local.set $m (i32.add (local.get $m) (i32.const 16)))
      (local.set $v (i32.add (local.get $v) (i32.const 16)))
      (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
      (br_if $next (i32.ne (local.get $parameters) (local.get $end))))))
