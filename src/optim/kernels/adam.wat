;; One step of Adam or AdamW in one pass over four vectors, or five with AMSGrad, in place; the maximum is left out where its
;; offset is 0, which is where the parameters lie:
;;   g <- g + weightDecay p
;;   m <- m + (1 - beta1) (g - m)
;;   v <- beta2 v + (1 - beta2) g g
;;   x <- max(x, v), and then v = x without storing it
;;   p <- p - (decoupledDecay p + stepSize m / (sqrt(v) + epsilon))
;; The caller folds both bias corrections into stepSize and epsilon. Adam's decoupledDecay is 0, AdamW's weightDecay.
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $parameters i32) (param $gradients i32) (param $m i32) (param $v i32)
    (param $maximum i32) ;; byte offsets
    (param $bytes i32) ;; of one vector, a multiple of 16
    (param $beta1Complement f32) (param $beta2 f32) (param $beta2Complement f32)
    (param $stepSize f32) (param $epsilon f32) (param $weightDecay f32) (param $decoupledDecay f32)
    (local $end i32)
    (local $p v128)
    (local $g v128)
    (local $mNow v128)
    (local $vNow v128)
    (local $beta1Complements v128)
    (local $beta2s v128)
    (local $beta2Complements v128)
    (local $stepSizes v128)
    (local $epsilons v128)
    (local $weightDecays v128)
    (local $decoupledDecays v128)
    (local.set $beta1Complements (f32x4.splat (local.get $beta1Complement)))
    (local.set $beta2s (f32x4.splat (local.get $beta2)))
    (local.set $beta2Complements (f32x4.splat (local.get $beta2Complement)))
    (local.set $stepSizes (f32x4.splat (local.get $stepSize)))
    (local.set $epsilons (f32x4.splat (local.get $epsilon)))
    (local.set $weightDecays (f32x4.splat (local.get $weightDecay)))
    (local.set $decoupledDecays (f32x4.splat (local.get $decoupledDecay)))
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
      (if (local.get $maximum)
        (then
          (local.set $vNow (f32x4.max (v128.load (local.get $maximum)) (local.get $vNow)))
          (v128.store (local.get $maximum) (local.get $vNow))
          (local.set $maximum (i32.add (local.get $maximum) (i32.const 16)))))

      (v128.store
        (local.get $parameters)
        (f32x4.sub
          (local.get $p)
          (f32x4.add
            (f32x4.mul (local.get $decoupledDecays) (local.get $p))
            (f32x4.div
              (f32x4.mul (local.get $stepSizes) (local.get $mNow))
              (f32x4.add (f32x4.sqrt (local.get $vNow)) (local.get $epsilons))))))

      (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
      (local.set $m (i32.add (local.get $m) (i32.const 16)))
      (local.set $v (i32.add (local.get $v) (i32.const 16)))
      (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
      (br_if $next (i32.ne (local.get $parameters) (local.get $end))))))
